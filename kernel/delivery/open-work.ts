import type { DatabaseCapability } from '../database/capability.ts'
import { connect } from '../database/connect.ts'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { roleOf } from '../database/migration.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase, type TenantDatabaseOptions } from '../database/tenant-database.ts'
import type { Env } from '../env.ts'
import { announceChange } from '../live/announce-change.ts'
import { noticeMail } from '../mail/notice-mail.ts'
import type { PortCaller } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import { createDatabase, type Database } from '../sdk/database.ts'
import type { Principal } from '../sdk/request.ts'
import { hearersIn } from './hearers.ts'
import { poke } from './poke.ts'

/** In whose name work outside of a request is done, and what set it off. */
export interface WorkIdentity {
  /** A plugin's id, or `kernel`. */
  readonly owner: string
  readonly actor: string
  readonly requestId: string
  /** What the ledger keeps instead of a client's address. */
  readonly address: string
}

/** The database of a tenant for work outside of a request. */
export async function openWorkDatabase(
  env: Env,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  registry: Registry,
  tenantId: string,
  identity: WorkIdentity,
  options: Pick<TenantDatabaseOptions, 'idempotency' | 'group'> & {
    readonly snapshot?: TenantSnapshot
    readonly routeRecord: Parameters<typeof createDatabase>[1]
  },
): Promise<Database> {
  const capability = await openWorkCapability(env, ctx, registry, tenantId, identity, options)
  const noticed = noticeMail(capability, () => ctx.waitUntil(poke(env, systemTenantId, { mail: 0 })))
  return createDatabase(noticed, options.routeRecord)
}

/** The same as a plugin's isolate sees it. */
export async function openWorkCapability(
  env: Env,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  registry: Registry,
  tenantId: string,
  { owner, actor, requestId, address }: WorkIdentity,
  options: Pick<TenantDatabaseOptions, 'idempotency' | 'group' | 'statementMs'> & {
    readonly snapshot?: TenantSnapshot
  },
): Promise<DatabaseCapability> {
  const role = roleOf(owner)
  return createTenantDatabase({
    connection: await connect(env, role),
    pluginId: owner,
    context: () => signedContext(env, { tenantId, role, actor, requestId }),
    address,
    countTrip: () => undefined,
    hearers: hearersIn(registry, options.snapshot),
    committed: () => ctx.waitUntil(announceChange(env, tenantId)),
    workAsked: (due) => ctx.waitUntil(poke(env, tenantId, due)),
    ...(options.idempotency === undefined ? {} : { idempotency: options.idempotency }),
    ...(options.group === undefined ? {} : { group: options.group }),
    ...(options.statementMs === undefined ? {} : { statementMs: options.statementMs }),
  })
}

/** Work outside of a request as a caller of ports: connectors change their own tables in the same name. */
export function workCaller(
  env: Env,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  registry: Registry,
  tenantId: string,
  identity: WorkIdentity,
  idempotency?: TenantDatabaseOptions['idempotency'],
): PortCaller {
  return {
    actor: identity.actor,
    database: (connectorId) =>
      openWorkDatabase(
        env,
        ctx,
        registry,
        tenantId,
        { ...identity, owner: connectorId },
        {
          ...(idempotency === undefined
            ? {}
            : { idempotency: { ...idempotency, key: `${idempotency.key} ${connectorId}` } }),
          routeRecord: () => ({ action: `${connectorId}.port.called`, subject: identity.requestId, data: {} }),
        },
      ),
  }
}

/** Work outside of a request as a caller of other modules: it works for the workspace, in the name of who set it off. */
export function workPrincipal({ actor }: WorkIdentity): Principal {
  return { kind: 'system', actor, can: () => true }
}

/** What the kernel knows of a tenant; null when it is gone. */
export async function readTenant(env: Env, tenantId: string): Promise<TenantSnapshot | null> {
  const rows = await kernelDatabase(env, tenantId).call('select kernel.tenant_snapshot($1)', [tenantId])
  return (rows[0]?.[0] ?? null) as TenantSnapshot | null
}
