import type { Env } from '../env.ts'
import { mailMode } from '../mail/installation-mail.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'

/** Whether a way of telling people works here. `captured` mail is shown at `/mail` instead of being sent. */
export type ChannelState = 'connected' | 'captured' | 'not_connected'

/** What this workspace has connected for telling people. */
export function channelsOf(
  env: Env,
  registry: Registry,
  snapshot: TenantSnapshot,
): { readonly push: ChannelState; readonly mail: ChannelState } {
  const isOn = (port: 'push' | 'email') =>
    registry.plugins.some(({ id, provides }) => provides?.[port] !== undefined && snapshot.plugins[id] !== undefined)
  return {
    push: isOn('push') ? 'connected' : 'not_connected',
    mail: isOn('email') ? 'connected' : mailMode(env) === 'show' ? 'captured' : 'not_connected',
  }
}
