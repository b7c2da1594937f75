import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { kernelDatabase } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { announceNotifications } from '../live/announce-change.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { beforeKeys } from '../sdk/after-keys.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { pageOf } from '../sdk/schemas.ts'
import { ownKinds, readChoices, storeChoices } from './choices.ts'
import { Choices, ChoicesPatch, Notification, Query, Reading, Unread } from './schemas.ts'
import { notifications } from './tables.ts'

const mostCounted = 100
const permission = 'tenant.read'

const shown = {
  id: notifications.id,
  kind: notifications.kind,
  title: notifications.title,
  body: notifications.body,
  path: notifications.path,
  createdAt: notifications.createdAt,
  readAt: notifications.readAt,
}

/** `/api/notifications`: what the caller was told in the workspace, and how they want to be told. */
export const notificationsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission,
      summary: 'Lists what you were told, the newest first',
      query: Query,
      answers: { 200: pageOf(Notification) },
    }),
    async (c) => {
      const { limit, cursor, unread } = c.req.valid('query')
      const isUnread = unread === 'true' ? isNull(notifications.readAt) : undefined
      const rows = await c.var.db
        .select(shown)
        .from(notifications)
        .where(and(isOwn(c as KernelContext), isUnread, beforeKeys([notifications.id], readCursor(cursor, 1))))
        .orderBy(desc(notifications.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .get(
    '/unread',
    endpoint({ permission, summary: 'Counts what you have not read, up to 100', answers: { 200: Unread } }),
    async (c) => {
      const some = c.var.db
        .select({ id: notifications.id })
        .from(notifications)
        .where(and(isOwn(c as KernelContext), isNull(notifications.readAt)))
        .limit(mostCounted)
        .as('some')
      const [row] = await c.var.db.select({ unread: sql<number>`count(*)::integer` }).from(some)
      return c.json({ unread: row?.unread ?? 0 })
    },
  )
  .post(
    '/read',
    endpoint({
      permission,
      summary: 'Marks what you were told as read: some of it, or all up to one',
      body: Reading,
      answers: { 204: null },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const personId = callerOf(c as KernelContext)
      const [ids, upTo] = 'ids' in given ? [given.ids, null] : [[], given.upTo]
      await kernelDatabase(c.env, c.var.tenant.id, () => {
        c.var.cost.roundTrips += 1
      }).call('select kernel.read_notifications($1, $2::uuid[], $3)', [personId, `{${ids.join(',')}}`, upTo])
      c.executionCtx.waitUntil(announceNotifications(c.env, c.var.tenant.id, [personId]))
      return c.body(null, 204)
    },
  )
  .get(
    '/choices',
    endpoint({ permission, summary: 'Shows how you are told of what, and when', answers: { 200: Choices } }),
    async (c) => c.json(await readChoices(c as KernelContext, callerOf(c as KernelContext))),
  )
  .put(
    '/choices',
    endpoint({
      permission,
      summary: 'Changes how you are told of what, and when; what is absent stays as it is',
      body: ChoicesPatch,
      answers: { 200: Choices },
    }),
    async (c) => {
      const personId = callerOf(c as KernelContext)
      await storeChoices(c as KernelContext, personId, c.req.valid('json'))
      return c.json(await readChoices(c as KernelContext, personId))
    },
  )

/** What is the caller's own, and of what they may see now: a role may have changed since. */
function isOwn(c: KernelContext) {
  const kinds = ownKinds(c).map(({ id }) => id)
  return and(
    eq(notifications.userId, callerOf(c)),
    eq(notifications.inApp, true),
    kinds.length === 0 ? sql`false` : inArray(notifications.kind, kinds),
  )
}

/** Nobody but a person is told anything. */
function callerOf({ var: { principal } }: KernelContext): string {
  if (principal.userId === undefined)
    throw kernelErrors.notAllowed({ detail: 'Notifications are for people; an API key gets events by webhooks' })
  return principal.userId
}
