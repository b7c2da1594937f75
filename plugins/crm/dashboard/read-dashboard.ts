import { and, asc, eq, gte, isNull, lt, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type Db, platformErrors, type ReadFunction } from '#sdk'
import type { DashboardQuery } from '../contract.ts'
import { addDays, type Clock, daysBetween, startOfDay, todayOf } from '../days/day-in.ts'
import { firstPipeline } from '../deals/read-board.ts'
import { errors } from '../errors.ts'
import { contacts, deals, notes, stages, tasks } from '../tables.ts'
import { summarize } from './summarize.ts'

const mostDays = 366

export interface Span {
  /** Days of the workspace's calendar, both included. */
  readonly from: string
  readonly to: string
}

/** The days that are asked for: the last thirty unless it is said otherwise. */
export function chooseSpan({ from, to }: Partial<Record<'from' | 'to', string | undefined>>, today: string): Span {
  const last = to ?? (from !== undefined && from > today ? from : today)
  const first = from ?? addDays(last, -29)
  const length = daysBetween(first, last)
  const wrong =
    length < 0
      ? 'The first day comes after the last'
      : length >= mostDays
        ? `At most ${mostDays} days at once`
        : undefined
  if (wrong !== undefined) throw platformErrors.invalid({ errors: [{ in: 'query', pointer: '#/from', detail: wrong }] })
  return { from: first, to: last }
}

/** The figures of a pipeline and of what was done in some days, in one round trip. */
export async function readDashboard(
  { read, ...clock }: { readonly read: ReadFunction } & Clock,
  query: DashboardQuery,
) {
  const today = todayOf(clock)
  const span = chooseSpan(query, today)
  const days = Array.from({ length: daysBetween(span.from, span.to) + 1 }, (_, place) => addDays(span.from, place))
  const bounds = [...days, addDays(span.to, 1)].map((day) => startOfDay(day, clock.tenant.timeZone).toISOString())
  const within = { bounds, from: bounds[0] ?? '', to: bounds.at(-1) ?? '' }
  const pipeline = query.pipelineId === undefined ? firstPipeline : sql`${query.pipelineId}::uuid`
  const isCounted = and(
    isNull(deals.deletedAt),
    sql`${deals.pipelineId} = ${pipeline}`,
    query.ownerId === undefined ? undefined : eq(deals.ownerId, query.ownerId),
  )
  const [columns, sums, activity, [due]] = await read((db) => [
    db
      .select({
        id: stages.id,
        pipelineId: stages.pipelineId,
        name: stages.name,
        kind: stages.kind,
        probability: stages.probability,
      })
      .from(stages)
      .where(sql`${stages.pipelineId} = ${pipeline}`)
      .orderBy(asc(stages.position)),
    selectSums(db, and(isCounted, or(eq(deals.status, 'open'), inSpan(deals.closedAt, within)))),
    selectActivity(db, within, isCounted, query.ownerId),
    selectDue(db, today, query.ownerId),
  ])
  if (query.pipelineId !== undefined && columns.length === 0) throw errors.pipelineNotFound({ id: query.pipelineId })
  return summarize({ span, days, columns, sums, activity, due: due ?? { overdue: 0, today: 0, open: 0 } })
}

interface Within {
  /** The first moment of each day, and that of the day after the last. */
  readonly bounds: readonly string[]
  readonly from: string
  readonly to: string
}

function inSpan(column: SQLWrapper, { from, to }: Within): SQL | undefined {
  return and(gte(sql`${column}`, sql`${from}::timestamptz`), lt(sql`${column}`, sql`${to}::timestamptz`))
}

/** Deals by stage and currency: how many, what they come to, and how long the won ones took. */
function selectSums(db: Db, condition: SQL | undefined) {
  return db
    .select({
      stageId: deals.stageId,
      status: deals.status,
      currency: deals.currency,
      count: sql<number>`count(*)::int`,
      amount: sql<number>`coalesce(sum(${deals.amountMinor}), 0)::float8`,
      seconds: sql<number>`coalesce(sum(extract(epoch from ${deals.closedAt} - ${deals.createdAt})), 0)::float8`,
    })
    .from(deals)
    .where(condition)
    .groupBy(deals.stageId, deals.status, deals.currency)
    .orderBy(asc(deals.currency))
}

/** What was done on each day, counted from 1. The days' bounds are told, so PostgreSQL needs no calendar of its own. */
function selectActivity(db: Db, within: Within, isCounted: SQL | undefined, ownerId: string | undefined) {
  const bounds = sql`${`{${within.bounds.join(',')}}`}::timestamptz[]`
  const count = (name: string, table: SQLWrapper, moment: SQLWrapper, condition: SQL | undefined) =>
    sql`select ${name}::text as name, width_bucket(${moment}, ${bounds}) as day, count(*)::int as count
      from ${table} where ${and(inSpan(moment, within), condition)} group by 2`
  const isOwn = (column: SQLWrapper) => (ownerId === undefined ? undefined : sql`${column} = ${ownerId}::uuid`)
  const counts = sql.join(
    [
      count('contacts', contacts, contacts.createdAt, and(isNull(contacts.deletedAt), isRecent(contacts.id, within))),
      count('deals', deals, deals.createdAt, isCounted),
      count('won', deals, deals.closedAt, and(isCounted, eq(deals.status, 'won'))),
      count('tasksDone', tasks, tasks.doneAt, and(isNull(tasks.deletedAt), isOwn(tasks.assigneeId))),
      count('notes', notes, notes.createdAt, and(isNull(notes.deletedAt), isOwn(notes.authorId))),
    ],
    sql` union all `,
  )
  return db
    .select({ name: sql<string>`a.name`, day: sql<number>`a.day`, count: sql<number>`a.count` })
    .from(sql`(${counts}) as a`)
}

/** Ids sort by the time they were made: the index of a long list is read from that day on only. */
function isRecent(id: SQLWrapper, { from }: Within): SQL {
  const ms = Math.max(0, Date.parse(from) - 86_400_000)
  const digits = ms.toString(16).padStart(12, '0').slice(-12)
  return sql`${id} >= ${`${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`}::uuid`
}

function selectDue(db: Db, today: string, ownerId: string | undefined) {
  const counting = (condition: SQL | undefined) => sql<number>`count(*) filter (where ${condition})::int`
  return db
    .select({
      overdue: counting(lt(tasks.dueOn, today)),
      today: counting(and(gte(tasks.dueOn, today), lte(tasks.dueOn, today))),
      open: sql<number>`count(*)::int`,
    })
    .from(tasks)
    .where(
      and(
        isNull(tasks.deletedAt),
        isNull(tasks.doneAt),
        ownerId === undefined ? undefined : eq(tasks.assigneeId, ownerId),
      ),
    )
}
