import { hashToken } from '../auth/opaque-token.ts'
import type { DatabaseCapability } from '../database/capability.ts'
import { connect } from '../database/connect.ts'
import { systemTenantId } from '../database/kernel-database.ts'
import { roleOf } from '../database/migration.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase } from '../database/tenant-database.ts'
import { hearersIn } from '../delivery/hearers.ts'
import { poke } from '../delivery/poke.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { announceChange } from '../live/announce-change.ts'
import { noticeMail } from '../mail/notice-mail.ts'
import { createDatabase, type Database } from '../sdk/database.ts'
import type { KernelContext } from './context.ts'

/**
 * Opens the database for this request as one plugin, or as `kernel`, for one tenant (or for a person's own record).
 *
 * The signed context names tenant, role, actor and request; PostgreSQL believes nothing else.
 */
export async function openDatabase(
  c: KernelContext,
  owner: string,
  tenantId: string,
  actor: string,
  /** Who keeps results of its own under the request's Idempotency-Key: a connector beside the plugin that asks it. */
  keeper?: string,
): Promise<Database> {
  const capability = await openCapability(c, owner, tenantId, actor, keeper === undefined ? {} : { keeper })
  const noticed = noticeMail(capability, () => c.executionCtx.waitUntil(poke(c.env, systemTenantId, { mail: 0 })))
  return createDatabase(noticed, () => routeRecord(c, owner))
}

/** The database as a plugin's isolate sees it: what Drizzle is put on. */
export async function openCapability(
  c: KernelContext,
  owner: string,
  tenantId: string,
  actor: string,
  { keeper, statementMs }: { readonly keeper?: string; readonly statementMs?: number } = {},
): Promise<DatabaseCapability> {
  const role = roleOf(owner)
  // Without a principal there is nobody whose key it is: a kept sign-in would be one that nobody stored.
  const key = c.get('principal') === undefined ? undefined : readIdempotencyKey(c)
  return createTenantDatabase({
    connection: await connect(c.env, role),
    pluginId: owner,
    context: () => signedContext(c.env, { tenantId, role, actor, requestId: c.get('requestId') }),
    address: c.get('address'),
    countTrip: () => {
      c.get('cost').roundTrips += 1
    },
    committed: () => {
      if (isFollowed(c, tenantId)) c.executionCtx.waitUntil(announceChange(c.env, tenantId))
    },
    hearers: hearersIn(c.get('registry'), c.get('tenantSnapshot')),
    ...(statementMs === undefined ? {} : { statementMs }),
    workAsked: (due) => c.executionCtx.waitUntil(poke(c.env, tenantId, due)),
    ...(key === undefined
      ? {}
      : { idempotency: { key: keeper === undefined ? key : `${key} ${keeper}`, fingerprint: () => fingerprintOf(c) } }),
  })
}

/** The gate has just said whether anybody follows the tenant live; a gate that was away may be back by now. */
function isFollowed(c: KernelContext, tenantId: string): boolean {
  return c.get('tenant')?.id === tenantId && c.get('cost').verdict?.isFollowed !== false
}

/** What is recorded for a change that announces nothing: the route that was called. */
function routeRecord(c: KernelContext, owner: string) {
  const { pathname } = new URL(c.req.url)
  return { action: `${owner}.route.called`, subject: pathname, data: { method: c.req.method, path: pathname } }
}

function readIdempotencyKey(c: KernelContext): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined || c.req.method === 'GET' || c.req.method === 'HEAD') return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw kernelErrors.badHeader({ header: 'idempotency-key', detail: 'Use 1 to 255 visible ASCII characters' })
  return key
}

/** What a key stands for: method, address, condition and body. The same key with another request is refused. */
async function fingerprintOf(c: KernelContext): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  return hashToken(
    JSON.stringify([c.req.method, pathname, search, c.req.header('if-match') ?? '', c.get('sentBody').text]),
  )
}
