import { and, asc, eq, gt, isNull, or } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { newApiKey } from '../auth/api-key.ts'
import { apiKeys, apiKeyUses, tenants } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { afterKeys } from '../sdk/after-keys.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { newId } from '../sdk/new-id.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { IdParam, listQuery, pageOf, Timestamp, text, Uuid } from '../sdk/schemas.ts'
import { countLocks, roomForKey } from '../usage/plan-limits.ts'

const Permissions = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(100)), 'List what the key may do'),
  v.minLength(1, 'Choose at least one permission'),
  v.maxLength(200),
)
const NewKey = v.object({ name: text(100, 1), permissions: Permissions, expiresAt: v.optional(v.nullable(Timestamp)) })
const Rotation = v.object({
  /** How long the old key works beside the new one, at most a week. */
  overlapSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7 * 24 * 60 * 60)),
    24 * 60 * 60,
  ),
})
const Key = v.object({
  id: Uuid,
  name: v.string(),
  hint: v.string(),
  permissions: v.array(v.string()),
  createdAt: Timestamp,
  expiresAt: v.nullable(Timestamp),
  lastUsedAt: v.nullable(Timestamp),
})
/** The key itself is in this answer and nowhere else, ever: a retry under the same Idempotency-Key gets null. */
const FreshKey = v.object({ ...Key.entries, key: v.nullable(v.string()) })

const manage = { permission: 'keys.manage', routeClass: 'sensitive' } as const

/** `/api/api-keys`: keys by which programs work in the workspace. */
export const keysRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'keys.manage',
      summary: 'Lists API keys',
      query: v.object(listQuery),
      answers: { 200: pageOf(Key) },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const rows = await c.var.db
        .select({ ...shown, lastUsedAt: apiKeyUses.lastUsedAt })
        .from(apiKeys)
        .leftJoin(apiKeyUses, eq(apiKeyUses.keyId, apiKeys.id))
        .where(and(isLive(c.var.now), afterKeys([apiKeys.id], readCursor(cursor, 1))))
        .orderBy(asc(apiKeys.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post(
    '/',
    endpoint({ ...manage, summary: 'Makes an API key and shows it once', body: NewKey, answers: { 201: FreshKey } }),
    async (c) => {
      const { name, permissions, expiresAt } = c.req.valid('json')
      checkPermissions(c as KernelContext, permissions)
      const expiry = expiresAt === undefined || expiresAt === null ? null : new Date(expiresAt)
      if (expiry !== null && expiry <= c.var.now)
        throw kernelErrors.invalid({
          errors: [{ in: 'body', pointer: '#/expiresAt', detail: 'Choose a time that is still to come' }],
        })
      const { row, key } = await prepare(c as KernelContext, {
        name,
        permissions: [...new Set(permissions)],
        expiresAt: expiry,
      })
      const isRoom = and(eq(tenants.id, c.var.tenant.id), roomForKey(c.var.now))
      const [, [stored]] = await c.var.change(
        { action: 'apiKey.created', subject: `apiKey:${row.id}`, data: { name, permissions } },
        (tx) => [
          must(tx.select({ id: tenants.id }).from(tenants).where(isRoom), kernelErrors.keysFull()),
          tx.insert(apiKeys).values(row).returning(shown),
        ],
        { locks: [countLocks.apiKeys] },
      )
      if (stored === undefined) throw kernelErrors.conflict()
      c.header('cache-control', 'no-store')
      return c.json({ ...stored, lastUsedAt: null, key: stored.id === row.id ? key : null }, 201)
    },
  )
  .post(
    '/:id/rotate',
    endpoint({
      ...manage,
      summary: 'Replaces an API key; the old one works on for a while',
      params: IdParam,
      body: Rotation,
      answers: { 201: FreshKey },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { now, db, tenant, change } = c.var
      const [old] = await db
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.id, id), isLive(now)))
      if (old === undefined) throw kernelErrors.notFound()
      checkPermissions(c as KernelContext, old.permissions)
      const { row, key } = await prepare(c as KernelContext, {
        name: old.name,
        permissions: old.permissions,
        expiresAt: old.expiresAt,
      })
      const overlapEnd = new Date(now.getTime() + c.req.valid('json').overlapSeconds * 1000)
      const expiresAt = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
      const [, [stored]] = await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change({ action: 'apiKey.rotated', subject: `apiKey:${id}`, data: { replacedBy: row.id } }, (tx) => [
          must(
            tx
              .update(apiKeys)
              .set({ expiresAt, replacedBy: row.id })
              .where(and(eq(apiKeys.id, id), isLive(now), isNull(apiKeys.replacedBy)))
              .returning({ id: apiKeys.id }),
            kernelErrors.conflict(),
          ),
          tx.insert(apiKeys).values(row).returning(shown),
        ]),
      )
      if (stored === undefined) throw kernelErrors.conflict()
      c.header('cache-control', 'no-store')
      return c.json({ ...stored, lastUsedAt: null, key: stored.id === row.id ? key : null }, 201)
    },
  )
  .delete(
    '/:id',
    endpoint({ ...manage, summary: 'Revokes an API key at once', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { now, tenant, change } = c.var
      await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change({ action: 'apiKey.revoked', subject: `apiKey:${id}`, data: {} }, (tx) =>
          must(
            tx
              .update(apiKeys)
              .set({ revokedAt: now })
              .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
              .returning({ id: apiKeys.id }),
            kernelErrors.notFound(),
          ),
        ),
      )
      return c.body(null, 204)
    },
  )

const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  hint: apiKeys.hint,
  permissions: apiKeys.permissions,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
}

function isLive(now: Date) {
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)))
}

/** Nobody gives a key what they may not do themselves; a key that does not exist as a permission is a typing error. */
function checkPermissions(c: KernelContext, permissions: readonly string[]): void {
  const { all } = c.var.registry.permissions
  const published = Object.assign({}, ...Object.values(c.var.tenantSnapshot.published).map((each) => each.permissions))
  const errors = permissions.flatMap((permission, index) => {
    const pointer = `#/permissions/${index}`
    if (!Object.hasOwn(all, permission) && !Object.hasOwn(published, permission))
      return [{ in: 'body', pointer, detail: 'There is no such permission' }]
    return c.var.principal.can(permission)
      ? []
      : [{ in: 'body', pointer, detail: 'You cannot give what you may not do yourself' }]
  })
  if (errors.length > 0) throw kernelErrors.invalid({ errors })
}

async function prepare(
  c: KernelContext,
  { name, permissions, expiresAt }: { name: string; permissions: string[]; expiresAt: Date | null },
) {
  const id = newId()
  const { key, secretHash, hint } = await newApiKey(id)
  return { key, row: { id, name, permissions, expiresAt, secretHash, hint, createdBy: c.var.principal.actor } }
}
