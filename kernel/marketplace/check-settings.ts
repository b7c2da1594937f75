import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { KernelContext } from '../request/context.ts'
import { portCaller } from '../request/open-plugin.ts'
import { callIsolate } from '../sandbox/call-isolate.ts'
import { findVersion } from '../sandbox/find-version.ts'
import { GivenProblems } from '../sandbox/given-problems.ts'
import type { InstalledPlugin } from '../sandbox/installed-plugin.ts'
import { askedGrants } from './asked-grants.ts'
import type { ReadVersion } from './find-installation.ts'

type Settings = Readonly<Record<string, unknown>>

/**
 * Has the plugin's own schema read settings, in an isolate that can reach nothing, and refuses what it refuses.
 *
 * Nothing set is always right: what is published has a default for everything.
 */
export async function checkSettings(
  c: KernelContext,
  pluginId: string,
  version: ReadVersion,
  given: Settings,
): Promise<Settings> {
  if (Object.keys(given).length === 0) return given
  const installed = bareInstallation(version)
  const found = await findVersion(c.env, pluginId, installed, () => {
    c.get('cost').roundTrips += 1
  })
  const access = {
    env: c.env,
    ctx: c.executionCtx as ExecutionContext,
    registry: c.get('registry'),
    snapshot: c.get('tenantSnapshot'),
    pluginId,
    manifest: found.manifest,
    installed,
    epoch: null,
    principal: c.get('principal'),
    requestId: c.get('requestId'),
    caller: portCaller(c),
    reread: async () => undefined,
  }
  const reply = await callIsolate(access, found, { kind: 'settings', given }, {}, new GivenProblems())
  if (!('settings' in reply)) throw kernelErrors.pluginFailed({ plugin: pluginId }, { 'retry-after': '5' })
  if ('value' in reply.settings) return given
  throw kernelErrors.invalid({ errors: reply.settings.issues.map(readIssue) })
}

/** The plugin's own words, as far as they are some: an isolate answers what it likes. */
function readIssue(issue: { readonly path?: unknown; readonly message?: unknown }) {
  const path = Array.isArray(issue.path) ? issue.path.slice(0, 10).map((part) => String(part).slice(0, 100)) : []
  const detail = typeof issue.message === 'string' ? issue.message.slice(0, 300) : 'This needs another look'
  return { in: 'body', pointer: pointTo('settings', ...path), detail }
}

/** Has no host, so that its isolate has no way out; its name is no installation's. */
function bareInstallation({ version, contentHash, manifest }: ReadVersion): InstalledPlugin {
  const { limits } = askedGrants(manifest.needs)
  const grants = { ports: {}, hosts: {}, calls: {}, hears: {}, limits }
  const none = { settings: {}, permissions: {}, seenWith: {} }
  return { version, contentHash, state: 'on', grants, grantsHash: 'settings', ...none }
}
