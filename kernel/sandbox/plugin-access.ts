import type { Env } from '../env.ts'
import type { PortCaller } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { Principal } from '../sdk/request.ts'
import type { InstalledPlugin } from './installed-plugin.ts'
import type { Manifest } from './manifest.ts'

/**
 * One call into a published plugin, as its capabilities see it: for whom, in which workspace, on which grants.
 *
 * It stays in the kernel. A capability keeps it in a `#private` member: the isolate can call and read all others.
 */
export interface PluginAccess {
  readonly env: Env
  readonly ctx: Pick<ExecutionContext, 'waitUntil'> & { readonly exports?: unknown }
  readonly registry: Registry
  readonly snapshot: TenantSnapshot
  readonly pluginId: string
  readonly manifest: Manifest
  /** As it was when the call began, under the epoch of the gate that admitted it. */
  readonly installed: InstalledPlugin
  /** The epoch under which `installed` was read; null when nothing may be believed for longer than this call. */
  readonly epoch: number | null
  readonly principal: Principal
  /** Of the request, or what stands for it in work outside of one. */
  readonly requestId: string
  /** In whose name ports are asked. */
  readonly caller: PortCaller
  /** The installation as it is under this epoch by now; undefined when it is not installed, or not on, any more. */
  readonly reread: (epoch: number | null) => Promise<InstalledPlugin | undefined>
}
