import { and, asc, type SQL, sql } from 'drizzle-orm'
import { type Db, pageFrom, type ReadFunction } from '#sdk'
import type { Clock } from '../days/day-in.ts'
import { type Amounts, addAmount, toMoney } from '../money/add-amount.ts'
import { companies, contacts, deals, stages } from '../tables.ts'
import {
  type DealRow,
  dealOrders,
  isLiveCompany,
  isLiveContact,
  matchingDeals,
  presentDeal,
  selectDeals,
} from './select-deals.ts'

const columnSize = 50

interface BoardFilter {
  readonly pipelineId?: string | undefined
  readonly ownerId?: string | undefined
  readonly tag?: string | undefined
  readonly q?: string | undefined
}

/** The columns of a pipeline, the first one's when none is named: figures of all deals, and the first fifty of each. */
export async function readBoard({ read, ...clock }: { readonly read: ReadFunction } & Clock, filter: BoardFilter) {
  const { pipelineId, ...rest } = filter
  const pipeline = pipelineId === undefined ? firstPipeline : sql`${pipelineId}::uuid`
  const [columns, sums, rows] = await read((db) => [
    db
      .select({ id: stages.id })
      .from(stages)
      .where(sql`${stages.pipelineId} = ${pipeline}`)
      .orderBy(asc(stages.position)),
    selectSums(db, and(sql`${deals.pipelineId} = ${pipeline}`, matchingDeals(rest))),
    selectDeals(db)
      .where(sql`${deals.id} in (${firstOfEach(pipeline, matchingDeals(rest))})`)
      .orderBy(asc(deals.rank), asc(deals.id)),
  ])
  const deal = groupBy(rows, ({ stageId }) => stageId)
  const sum = groupBy(sums, ({ stageId }) => stageId)
  return {
    stages: columns.map(({ id }) => {
      const page = pageFrom(deal.get(id) ?? [], columnSize, (row: DealRow) => dealOrders.board.keyOf(row))
      const figures = sum.get(id) ?? []
      return {
        stageId: id,
        count: figures.reduce((all, { count }) => all + count, 0),
        amounts: toMoney(figures.reduce<Amounts>(addAmount, new Map())),
        deals: page.data.map((row) => presentDeal(row, clock)),
        nextCursor: page.nextCursor,
      }
    }),
  }
}

export const firstPipeline = sql`(select p.id from crm.pipelines p order by p.position, p.id limit 1)`

/** How many deals there are of each stage and currency, and what they come to. */
function selectSums(db: Db, condition: SQL | undefined) {
  return db
    .select({
      stageId: deals.stageId,
      currency: deals.currency,
      count: sql<number>`count(*)::int`,
      amount: sql<number>`coalesce(sum(${deals.amountMinor}), 0)::float8`,
    })
    .from(deals)
    .leftJoin(contacts, isLiveContact(deals.contactId))
    .leftJoin(companies, isLiveCompany(deals.companyId))
    .where(condition)
    .groupBy(deals.stageId, deals.currency)
    .orderBy(asc(deals.currency))
}

/** The ids of the first deals of each column, one more than are shown. */
function firstOfEach(pipeline: SQL, condition: SQL | undefined): SQL {
  return sql`select top.id from crm.stages s cross join lateral (
    select ${deals.id} from ${deals}
      left join ${contacts} on ${isLiveContact(deals.contactId)} left join ${companies} on ${isLiveCompany(deals.companyId)}
      where ${and(sql`${deals.stageId} = s.id`, condition)} order by ${deals.rank}, ${deals.id} limit ${columnSize + 1}) top
    where s.pipeline_id = ${pipeline}`
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}
