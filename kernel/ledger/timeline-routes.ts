import { desc, inArray, type SQL, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { apiKeys, ledger, users } from '../database/tables.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { listQuery, pageOf, Timestamp, Uuid } from '../sdk/schemas.ts'
import { actorName, isActingKey, isActingPerson } from './actor-names.ts'
import { seenActions } from './visibility.ts'

const Query = v.object({
  subject: v.pipe(
    v.string('Say what the timeline is of, like contact:<id>'),
    v.maxLength(300, 'This is too long for the name of a thing'),
    v.regex(/^[A-Za-z][\w.]*:[^\p{Cc}\p{Cs}]+$/u, 'Say what the timeline is of, like contact:<id>'),
  ),
  ...listQuery,
})
const Event = v.object({
  id: Uuid,
  at: Timestamp,
  actor: v.string(),
  /** Of a person or an API key; null where it is neither, or where the reader may not see who works here. */
  actorName: v.nullable(v.string()),
  action: v.string(),
  subject: v.string(),
  data: v.record(v.string(), v.unknown()),
})

/** `/api/timeline`: what happened to one thing, whichever module tells it. */
export const timelineRoutes = new Hono<KernelEnv>().get(
  '/',
  endpoint({
    permission: 'tenant.read',
    summary: 'Lists what happened to one thing, the newest first',
    description:
      'Records whose subject it is and records that are about it, of all modules, as far as the caller may see them.',
    query: Query,
    answers: { 200: pageOf(Event) },
  }),
  async (c) => {
    const { subject, limit, cursor } = c.req.valid('query')
    const rows = await selectTimeline(c as KernelContext, subject, limit + 1, readCursor(cursor, 1)?.[0])
    return c.json(pageFrom(rows, limit, ({ id }) => [id]))
  },
)

async function selectTimeline(c: KernelContext, subject: string, most: number, before: string | number | undefined) {
  const { db, principal, registry, tenantSnapshot } = c.var
  const actions = seenActions(registry, tenantSnapshot, principal)
  if (actions?.length === 0) return []
  const isSeen = actions === undefined ? sql`true` : inArray(sql`l.action`, [...actions])
  const isEarlier = (id: SQL) => (before === undefined ? sql`true` : sql`${id} < ${before}::uuid`)
  const ownRecords = sql`select l.id from kernel.ledger l
    where l.subject = ${subject} and ${isSeen} and ${isEarlier(sql`l.id`)} order by l.id desc limit ${most}`
  const recordsAbout = sql`select a.ledger_id from kernel.ledger_about a join kernel.ledger l on l.id = a.ledger_id
    where a.about = ${subject} and ${isSeen} and ${isEarlier(sql`a.ledger_id`)} order by a.ledger_id desc limit ${most}`
  return db
    .select({
      id: ledger.id,
      at: ledger.at,
      actor: ledger.actor,
      actorName: principal.can('members.read') ? actorName : sql<null>`null`,
      action: ledger.action,
      subject: ledger.subject,
      data: ledger.data,
    })
    .from(ledger)
    .leftJoin(users, isActingPerson)
    .leftJoin(apiKeys, isActingKey)
    .where(sql`${ledger.id} in ((${ownRecords}) union (${recordsAbout}))`)
    .orderBy(desc(ledger.id))
    .limit(most)
}
