import { openBelongings } from '../registry/open-belongings.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { CallContext } from './protocol.ts'

/** What a call tells the isolate of its workspace and of who asks. `origin` is used where the installation names none. */
export function callContext(access: PluginAccess, nowMs: number, origin = ''): CallContext {
  const { env, pluginId, snapshot, manifest, installed, principal, requestId } = access
  const { installation } = openBelongings(env, pluginId, snapshot.tenant.id)
  const { can, ...who } = principal
  const { version: _, ...tenant } = snapshot.tenant
  return {
    tenant,
    principal: { ...who, permissions: Object.keys(manifest.permissions).filter(can) },
    settings: installed.settings,
    requestId,
    nowMs,
    // Where the platform stores and looks up is its own affair.
    installation: {
      ...installation,
      origin: installation.origin === '' ? origin : installation.origin,
      replitSidecar: '',
      dnsOverHttps: '',
    },
  }
}
