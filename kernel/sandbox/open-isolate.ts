import { kernelErrors } from '../errors/kernel-errors.ts'
import type { EgressProps } from './egress-gateway.ts'
import { type FoundVersion, requireSound } from './find-version.ts'
import type { InstalledPlugin } from './installed-plugin.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { Call, KernelCapabilities } from './protocol.ts'

/** What the module exports by default, on the other side. What it answers is not yet believed to be a `Reply`. */
export interface Isolate {
  run(call: Call, kernel: Partial<KernelCapabilities>): Promise<unknown>
}

/** Fixed for all: what a plugin was tried with is what it runs with. */
const compatibility = { compatibilityDate: '2026-11-01', compatibilityFlags: ['nodejs_als'] }
/** Held to in production alone; the kernel's own budgets hold everywhere. */
const limits = { cpuMs: 10_000, subRequests: 200 }

/**
 * Runs before the plugin's module. A cache is shared by more than one workspace's plugins, so there is none; the global
 * object inherits its members, so they go from wherever they are.
 */
const prelude = `for (let holder = globalThis; holder !== null; holder = Object.getPrototypeOf(holder))
  for (const name of ['caches', 'CacheStorage', 'Cache']) delete holder[name]
`
const main = `import './prelude.js'
export { default } from './plugin.js'
`

/**
 * The isolate of one workspace's plugin, in one version, on one set of grants; a running one is found by its name.
 *
 * It has no environment, and no way out but the gateway, and that only when it asks for a host or one was granted.
 */
export function openIsolate(access: PluginAccess, found: FoundVersion): Isolate {
  const { env, snapshot, installed } = access
  if (env.LOADER === undefined) throw kernelErrors.noSandbox()
  const { code } = found.kept
  const worker = env.LOADER.get(isolateName(snapshot.tenant.id, access.pluginId, installed), async () => {
    await requireSound(env, found.kept)
    return {
      ...compatibility,
      limits,
      mainModule: 'main.js',
      modules: { 'main.js': main, 'prelude.js': prelude, 'plugin.js': code },
      env: {},
      globalOutbound: openEgress(access),
    }
  })
  return worker.getEntrypoint() as unknown as Isolate
}

/** One isolate's name: with one part less, two workspaces or two sets of grants would share globals and bindings. */
export function isolateName(
  tenantId: string,
  pluginId: string,
  { version, contentHash, grantsHash }: Pick<InstalledPlugin, 'version' | 'contentHash' | 'grantsHash'>,
): string {
  return [tenantId, pluginId, version, contentHash, grantsHash].join(':')
}

interface Exports {
  readonly EgressGateway?: (options: { readonly props: EgressProps }) => Fetcher
}

/** A plugin whose hosts were all taken away has the gateway still: it lets nothing pass, and says by name what it refuses. */
function openEgress({ ctx, snapshot, pluginId, manifest, installed }: PluginAccess): Fetcher | null {
  const { version, grants } = installed
  if (Object.keys({ ...manifest.needs.hosts, ...grants.hosts }).length === 0) return null
  const { EgressGateway } = (ctx.exports ?? {}) as Exports
  return EgressGateway?.({ props: { tenantId: snapshot.tenant.id, pluginId, version, grants } }) ?? null
}
