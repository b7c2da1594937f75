import type { Context } from 'hono'
import type { Env } from '../env.ts'
import type { KnownKind } from '../notifications/kinds.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import type { KernelVariables, PluginVariables } from '../sdk/request.ts'
import type { PermissionTable } from '../tenancy/permissions.ts'
import type { Credential } from './authenticate.ts'
import type { Cost } from './cost.ts'
import type { SessionSnapshot, TenantSnapshot } from './snapshot.ts'

/** What the composition root knows once, for every request. */
export interface Registry {
  readonly plugins: readonly Plugin[]
  readonly permissions: PermissionTable
  /** What people are told of. */
  readonly kinds: readonly KnownKind[]
  /** Who wants to hear of an action: plugins, and `notices:<owner>` where people are told of it. */
  readonly hearers: (action: string) => readonly string[]
  /** The whole app, for requests that the kernel makes itself; `createApp` puts it here. */
  dispatch: (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>
}

/** `c.var` in the kernel's own routes: what plugins see, and what the kernel keeps to itself. */
export interface RequestVariables extends PluginVariables, KernelVariables {
  readonly registry: Registry
  readonly cost: Cost
  /** The client's address, or `unknown` where nothing trustworthy says it. */
  readonly address: string
  readonly credential: Credential
  readonly tenantSnapshot: TenantSnapshot
  /** The published plugin that is called, where one is. */
  readonly calledPlugin: string | undefined
  /** For people outside of a tenant. */
  readonly session: SessionSnapshot
}

export interface KernelEnv {
  Bindings: Env
  Variables: RequestVariables
}

export type KernelContext = Context<KernelEnv>
