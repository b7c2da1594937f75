import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { Hono } from 'hono'
import type * as v from 'valibot'
import { object } from 'valibot'
import { eventActions } from '../delivery/event-schemas.ts'
import { fits } from '../delivery/hearers.ts'
import { poke } from '../delivery/poke.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { withTenantKey } from '../registry/store-plugin.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { afterKeys, beforeKeys } from '../sdk/after-keys.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { newId } from '../sdk/new-id.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { IdParam, listQuery, pageOf } from '../sdk/schemas.ts'
import { setVersion, wantedVersion } from '../sdk/versions.ts'
import { urlFault } from './check-url.ts'
import { errors } from './errors.ts'
import { presentDelivery, shownDelivery } from './present-delivery.ts'
import * as schemas from './schemas.ts'
import { deliveries, webhookHealth, webhookKeys, webhooks } from './tables.ts'
import { newWebhookKey } from './webhook-key.ts'

const mostWebhooks = 20
/** The newest key, and as many before it as overlap at most. */
const mostKeys = 3
const mostReplayed = 10_000

const manage = { permission: 'webhooks.manage', routeClass: 'sensitive' } as const
const read = { permission: 'webhooks.manage' } as const

const stored = getTableColumns(webhooks)
const shown = { ...stored, lastSuccessAt: webhookHealth.lastSuccessAt, lastFailureAt: webhookHealth.lastFailureAt }

/** `/api/webhooks`: other systems that hear what happens in the workspace. */
export const webhooksRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      ...read,
      summary: 'Lists webhooks',
      query: object(listQuery),
      answers: { 200: pageOf(schemas.Webhook) },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const rows = await selectWebhooks(c as KernelContext, afterKeys([webhooks.id], readCursor(cursor, 1)))
        .orderBy(asc(webhooks.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post(
    '/',
    endpoint({
      ...manage,
      summary: 'Adds a webhook and shows its key once',
      body: schemas.NewWebhook,
      answers: { 201: schemas.FreshWebhook },
    }),
    async (c) => {
      const given = c.req.valid('json')
      checkInput(c as KernelContext, given)
      const [id, keyId] = [newId(), newId()]
      const key = await newWebhookKey(given.signing)
      const record = {
        action: 'webhook.created',
        subject: `webhook:${id}`,
        data: { host: new URL(given.url).host, events: given.events },
      }
      const row = await withTenantKey(
        c as KernelContext,
        'webhooks',
        { [keyId]: key.secret },
        async (sealed, keepKey) => {
          const results = await c.var.change(
            record,
            (tx) => [
              ...keepKey(tx),
              must(
                tx.select({ count: count() }).from(webhooks).having(lt(count(), mostWebhooks)),
                errors.webhooksFull(),
              ),
              tx
                .insert(webhooks)
                .values({ id, ...given })
                .returning(stored),
              tx.insert(webhookKeys).values({ id: keyId, webhookId: id, sealed: sealed[keyId] ?? '' }),
            ],
            { locks: ['webhooks'] },
          )
          return (results.at(-2) as (typeof webhooks.$inferSelect)[])[0]
        },
      )
      if (row === undefined) throw kernelErrors.conflict()
      c.header('cache-control', 'no-store')
      setVersion(c, row.version)
      return c.json({ ...row, ...untried, ...(row.id === id ? key.shown : withheld(row.signing)) }, 201)
    },
  )
  .get(
    '/:id',
    endpoint({ ...read, summary: 'Shows a webhook', params: IdParam, answers: { 200: schemas.Webhook } }),
    async (c) => {
      const row = await findWebhook(c as KernelContext, c.req.valid('param').id)
      setVersion(c, row.version)
      return c.json(row)
    },
  )
  .patch(
    '/:id',
    endpoint({
      ...manage,
      summary: 'Changes a webhook, or turns it on or off',
      params: IdParam,
      body: schemas.WebhookPatch,
      answers: { 200: schemas.Webhook },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const patch = c.req.valid('json')
      checkInput(c as KernelContext, patch)
      const version = wantedVersion(c)
      const [row] = await c.var.change(
        {
          action: 'webhook.changed',
          subject: `webhook:${id}`,
          data: { fields: Object.keys(patch), ...(patch.url === undefined ? {} : { host: new URL(patch.url).host }) },
        },
        (tx) =>
          must(
            tx
              .update(webhooks)
              .set({
                ...(patch.url === undefined ? {} : { url: patch.url }),
                ...(patch.description === undefined ? {} : { description: patch.description }),
                ...(patch.events === undefined ? {} : { events: patch.events }),
                ...(patch.enabled === undefined ? {} : { enabled: patch.enabled, disabledReason: null }),
                version: sql`${webhooks.version} + 1`,
              })
              .where(and(eq(webhooks.id, id), version === undefined ? undefined : eq(webhooks.version, version)))
              .returning(stored),
            version === undefined ? kernelErrors.notFound() : kernelErrors.versionChanged(),
          ),
      )
      if (row === undefined) throw kernelErrors.notFound()
      setVersion(c, row.version)
      const { lastSuccessAt, lastFailureAt } = await findWebhook(c as KernelContext, id)
      return c.json({ ...row, lastSuccessAt, lastFailureAt })
    },
  )
  .delete(
    '/:id',
    endpoint({ ...manage, summary: 'Deletes a webhook and its log', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change({ action: 'webhook.deleted', subject: `webhook:${id}`, data: {} }, (tx) =>
        must(tx.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id }), kernelErrors.notFound()),
      )
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/rotate',
    endpoint({
      ...manage,
      summary: 'Replaces the key of a webhook; the old one signs on for a while',
      params: IdParam,
      body: schemas.Rotation,
      answers: { 201: schemas.FreshWebhook },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const webhook = await findWebhook(c as KernelContext, id)
      const keyId = newId()
      const key = await newWebhookKey(webhook.signing)
      const expiresAt = new Date(c.var.now.getTime() + c.req.valid('json').overlapSeconds * 1000).toISOString()
      const record = { action: 'webhook.rotated', subject: `webhook:${id}`, data: { keyId } }
      const row = await withTenantKey(
        c as KernelContext,
        'webhooks',
        { [keyId]: key.secret },
        async (sealed, keepKey) => {
          const results = await c.var.change(
            record,
            (tx) => [
              ...keepKey(tx),
              tx
                .update(webhookKeys)
                .set({ expiresAt })
                .where(
                  and(
                    eq(webhookKeys.webhookId, id),
                    or(isNull(webhookKeys.expiresAt), gt(webhookKeys.expiresAt, expiresAt)),
                  ),
                ),
              tx
                .delete(webhookKeys)
                .where(and(eq(webhookKeys.webhookId, id), isNotNull(webhookKeys.expiresAt), outdated(id, c.var.now))),
              must(
                tx
                  .update(webhooks)
                  .set({ version: sql`${webhooks.version} + 1` })
                  .where(eq(webhooks.id, id))
                  .returning(stored),
                kernelErrors.notFound(),
              ),
              tx
                .insert(webhookKeys)
                .values({ id: keyId, webhookId: id, sealed: sealed[keyId] ?? '' })
                .returning({ id: webhookKeys.id }),
            ],
            { locks: ['webhooks'] },
          )
          const [changed, [added] = []] = results.slice(-2) as [(typeof webhooks.$inferSelect)[], { id: string }[]]
          return changed[0] === undefined ? undefined : { ...changed[0], isFresh: added?.id === keyId }
        },
      )
      if (row === undefined) throw kernelErrors.notFound()
      const { isFresh, ...rotated } = row
      c.header('cache-control', 'no-store')
      setVersion(c, rotated.version)
      const { lastSuccessAt, lastFailureAt } = webhook
      return c.json(
        { ...rotated, lastSuccessAt, lastFailureAt, ...(isFresh ? key.shown : withheld(rotated.signing)) },
        201,
      )
    },
  )
  .post(
    '/:id/test',
    endpoint({
      ...manage,
      summary: 'Sends a test event to a webhook',
      params: IdParam,
      answers: { 202: schemas.Delivery },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const webhook = await findWebhook(c as KernelContext, id)
      const [[delivery]] = await c.var.change(
        { action: 'webhook.tested', subject: `webhook:${id}`, data: { message: 'This is a test' } },
        (tx) => [
          // The kernel has put it on its way with the record.
          must(
            tx
              .select(shownDelivery)
              .from(deliveries)
              .where(and(ofWebhook(id), eq(deliveries.action, 'webhook.tested')))
              .orderBy(desc(deliveries.seq))
              .limit(1),
            errors.webhookOff(),
          ),
          must(
            tx
              .select({ id: webhooks.id })
              .from(webhooks)
              .where(and(eq(webhooks.id, id), eq(webhooks.enabled, true))),
            errors.webhookOff(),
          ),
          resume(tx, id),
        ],
      )
      if (delivery === undefined) throw errors.webhookOff()
      return c.json(presentDelivery(delivery, webhook.url), 202)
    },
  )
  .get(
    '/:id/deliveries',
    endpoint({
      ...read,
      summary: 'Lists what was sent to a webhook, the newest first',
      params: IdParam,
      query: schemas.DeliveryQuery,
      answers: { 200: pageOf(schemas.Delivery) },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { state, limit, cursor } = c.req.valid('query')
      const [[webhook], rows] = await c.var.read((db) => [
        db.select({ url: webhooks.url }).from(webhooks).where(eq(webhooks.id, id)),
        db
          .select({ ...shownDelivery, seq: deliveries.seq })
          .from(deliveries)
          .where(and(ofWebhook(id), inState(state), beforeKeys([deliveries.seq], readCursor(cursor, 1))))
          .orderBy(desc(deliveries.seq))
          .limit(limit + 1),
      ])
      if (webhook === undefined) throw kernelErrors.notFound()
      const page = pageFrom(rows, limit, ({ seq }) => [Number(seq)])
      return c.json({ ...page, data: page.data.map(({ seq: _, ...row }) => presentDelivery(row, webhook.url)) })
    },
  )
  .post(
    '/:id/deliveries/:deliveryId/replay',
    endpoint({
      ...manage,
      summary: 'Sends an event to a webhook again',
      params: schemas.DeliveryParams,
      answers: { 202: schemas.Delivery },
    }),
    async (c) => {
      const { id, deliveryId } = c.req.valid('param')
      const webhook = await findWebhook(c as KernelContext, id)
      if (!webhook.enabled) throw errors.webhookOff()
      const [, , [delivery]] = await c.var.change(
        { action: 'webhook.replayed', subject: `webhook:${id}`, data: { deliveryId } },
        (tx) => [
          must(
            tx.select({ id: sql<string>`d` }).from(sql`kernel.replay_delivery(${id}::uuid, ${deliveryId}::uuid) d`),
            kernelErrors.notFound(),
          ),
          resume(tx, id),
          tx.select(shownDelivery).from(deliveries).where(eq(deliveries.id, deliveryId)),
        ],
      )
      if (delivery === undefined) throw kernelErrors.notFound()
      c.executionCtx.waitUntil(poke(c.env, c.var.tenant.id, { [`webhook:${id}`]: 0 }))
      return c.json(presentDelivery(delivery, webhook.url), 202)
    },
  )
  .post(
    '/:id/replay',
    endpoint({
      ...manage,
      summary: 'Sends what happened in a span of time to a webhook again',
      params: IdParam,
      body: schemas.Span,
      answers: { 202: schemas.Replayed },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { from, to } = c.req.valid('json')
      const webhook = await findWebhook(c as KernelContext, id)
      if (!webhook.enabled) throw errors.webhookOff()
      const [[sent]] = await c.var.change(
        { action: 'webhook.replayed', subject: `webhook:${id}`, data: { from, to } },
        (tx) => [
          tx
            .select({ count: sql<number>`n` })
            .from(sql`kernel.replay_webhook(${id}::uuid, ${from}::timestamptz, ${to}::timestamptz, ${mostReplayed}) n`),
          resume(tx, id),
        ],
      )
      c.executionCtx.waitUntil(poke(c.env, c.var.tenant.id, { [`webhook:${id}`]: 0 }))
      return c.json({ replayed: Number(sent?.count ?? 0) }, 202)
    },
  )

const untried = { lastSuccessAt: null, lastFailureAt: null }

type Tx = Parameters<Parameters<KernelContext['var']['change']>[1]>[0]

function withheld(signing: 'hmac' | 'ed25519') {
  return signing === 'hmac' ? { secret: null } : { publicKey: null }
}

function selectWebhooks(c: KernelContext, where: SQL | undefined) {
  return c.var.db
    .select(shown)
    .from(webhooks)
    .leftJoin(webhookHealth, eq(webhookHealth.webhookId, webhooks.id))
    .where(where)
}

async function findWebhook(c: KernelContext, id: string) {
  const [row] = await selectWebhooks(c, eq(webhooks.id, id))
  if (row === undefined) throw kernelErrors.notFound()
  return row
}

function ofWebhook(id: string): SQL {
  return eq(deliveries.subscriber, `webhook:${id}`)
}

function inState(state: v.InferOutput<typeof schemas.DeliveryQuery>['state']): SQL | undefined {
  if (state === undefined) return undefined
  if (state === 'delivered' || state === 'dead') return eq(deliveries.state, state)
  return and(
    eq(deliveries.state, 'pending'),
    state === 'failed' ? isNotNull(deliveries.lastError) : isNull(deliveries.lastError),
  )
}

/** Keys that signed long enough, and those beyond the most that sign at once. */
function outdated(webhookId: string, now: Date): SQL | undefined {
  return or(
    lte(webhookKeys.expiresAt, now.toISOString()),
    sql`${webhookKeys.id} not in (select k.id from kernel.webhook_keys k where k.webhook_id = ${webhookId} order by k.created_at desc, k.id desc limit ${mostKeys - 1})`,
  )
}

/** A webhook that somebody sees to is tried at once, whatever it did before. */
function resume(tx: Tx, id: string) {
  return tx.select({ done: sql<string>`r::text` }).from(sql`kernel.resume_webhook(${id}::uuid) r`)
}

/** Refuses an address that may not be reached, and events that there are not. */
function checkInput(
  c: KernelContext,
  given: { readonly url?: string | undefined; readonly events?: readonly string[] | undefined },
): void {
  const fault = given.url === undefined ? undefined : urlFault(given.url, c.env.WEBHOOK_ALLOW_PRIVATE === 'loopback')
  const actions = eventActions(c.var.registry)
  const unknown = (given.events ?? []).flatMap((pattern, index) =>
    actions.some((action) => fits(pattern, action))
      ? []
      : [{ in: 'body', pointer: `#/events/${index}`, detail: 'There is no such event' }],
  )
  const issues = [...(fault === undefined ? [] : [{ in: 'body', pointer: '#/url', detail: fault }]), ...unknown]
  if (issues.length > 0) throw kernelErrors.invalid({ errors: issues })
}
