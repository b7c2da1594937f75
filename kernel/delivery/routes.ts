import { and, desc, eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { KernelEnv } from '../request/context.ts'
import { beforeKeys } from '../sdk/after-keys.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { listQuery, pageOf, Timestamp, Uuid } from '../sdk/schemas.ts'
import { Replayed, Span } from '../webhooks/schemas.ts'
import { undertakings } from '../webhooks/tables.ts'
import { poke } from './poke.ts'

const mostReplayed = 10_000

const State = v.picklist(['pending', 'failed', 'delivered', 'dead'], 'Choose pending, failed, delivered or dead')
const Query = v.object({ state: v.optional(State, 'dead'), ...listQuery })
const Undertaking = v.object({
  id: Uuid,
  /** An event on its way to a module, to a webhook or to people (`notices`), or a job. */
  kind: v.picklist(['plugin', 'webhook', 'notices', 'job']),
  /** The id of the module or of the webhook; of what people are told, the module's, or `kernel`. */
  target: v.string(),
  eventId: v.nullable(Uuid),
  /** Of the event; of a job its name. */
  action: v.string(),
  /** Of the event; of a job its key. */
  subject: v.string(),
  state: State,
  attempts: v.number(),
  nextAttemptAt: v.nullable(Timestamp),
  lastError: v.nullable(v.string()),
  createdAt: Timestamp,
})
const Ids = v.object({
  ids: v.pipe(
    v.array(Uuid, 'List what to try again'),
    v.minLength(1, 'Choose at least one'),
    v.maxLength(1000, 'Choose at most 1000 at once'),
  ),
})

/** `/api/deliveries`: what is on its way from the record to modules and webhooks, jobs, and what was given up. */
export const deliveriesRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'webhooks.manage',
      summary: 'Lists events and jobs that were given up, or that are on their way, the newest first',
      query: Query,
      answers: { 200: pageOf(Undertaking) },
    }),
    async (c) => {
      const { state, limit, cursor } = c.req.valid('query')
      const rows = await c.var.db
        .select()
        .from(undertakings)
        .where(and(eq(undertakings.state, state), beforeKeys([undertakings.id], readCursor(cursor, 1))))
        .orderBy(desc(undertakings.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post(
    '/replay',
    endpoint({
      permission: 'webhooks.manage',
      routeClass: 'sensitive',
      summary: 'Tries again what was given up: some of it, or all of a span of time',
      body: v.union([Ids, Span], 'Give ids, or from and to'),
      answers: { 202: Replayed },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const [ids, from, to] = 'ids' in given ? [given.ids, null, null] : [[], given.from, given.to]
      const list = `{${ids.join(',')}}`
      const replayed = await c.var.change(
        { action: 'deliveries.replayed', subject: 'deliveries', data: { ...given } },
        (tx) =>
          tx
            .select({ who: sql<string>`who` })
            .from(
              sql`kernel.replay_dead(${list}::uuid[], ${from}::timestamptz, ${to}::timestamptz, ${mostReplayed}) as who`,
            ),
      )
      const due = Object.fromEntries(replayed.map(({ who }) => [who, 0]))
      c.executionCtx.waitUntil(poke(c.env, c.var.tenant.id, due))
      return c.json({ replayed: replayed.length }, 202)
    },
  )
