import { and, desc, lt, sql } from 'drizzle-orm'
import { type Db, streamText } from '#sdk'
import type { Deal, DealFilter } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { byteOrderMark, csvLine } from '../export/write-csv.ts'
import { toDecimal } from '../money/add-amount.ts'
import { customFields, deals } from '../tables.ts'
import { type DealRow, matchingDeals, presentDeal, selectDeals } from './select-deals.ts'

const pageSize = 1000

type Shown = ReturnType<typeof presentDeal>

const columns: readonly [heading: string, read: (deal: Shown, row: DealRow) => string | null][] = [
  ['Title', ({ title }) => title],
  ['Pipeline', (_, { pipelineName }) => pipelineName],
  ['Stage', (_, { stageName }) => stageName],
  ['Status', ({ status }) => status],
  ['Amount', ({ amount }) => (amount === null ? null : toDecimal(amount))],
  ['Currency', ({ amount }) => amount?.currency ?? null],
  ['Contact', ({ contact }) => contact?.name ?? null],
  ['Company', ({ company }) => company?.name ?? null],
  ['Expected close', ({ expectedClose }) => expectedClose],
  ['Lost reason', ({ lostReason }) => lostReason],
  ['Tags', ({ tags }) => tags.join('; ')],
  ['Added', ({ createdAt }) => createdAt],
  ['Closed', ({ closedAt }) => closedAt],
]

/** Streams matching deals as CSV, the newest first; pages of 1,000 keep the memory flat. */
export function exportDeals(db: Db, filter: DealFilter, clock: Clock): ReadableStream<Uint8Array> {
  return streamText(writeDeals(db, filter, clock))
}

async function* writeDeals(db: Db, filter: DealFilter, clock: Clock): AsyncGenerator<string> {
  const fields = await db
    .select({ key: customFields.key })
    .from(customFields)
    .where(sql`'deal' = any(${customFields.records})`)
    .orderBy(customFields.key)
  const customKeys = fields.map(({ key }) => key)
  const header = [...columns.map(([heading]) => heading), ...customKeys.map((key) => `Custom: ${key}`)]
  yield byteOrderMark + csvLine(header)
  for (let before: string | undefined; ; ) {
    const rows = await selectDeals(db)
      .where(and(matchingDeals(filter), before === undefined ? undefined : lt(deals.id, before)))
      .orderBy(desc(deals.id))
      .limit(pageSize)
    yield rows.map((row) => csvLine(cellsOf(row, clock, customKeys))).join('')
    if (rows.length < pageSize) return
    before = rows.at(-1)?.id
  }
}

function cellsOf(row: DealRow, clock: Clock, customKeys: readonly string[]): string[] {
  const deal = presentDeal(row, clock)
  const custom: Deal['custom'] = deal.custom
  return [
    ...columns.map(([, read]) => read(deal, row) ?? ''),
    ...customKeys.map((key) => String((Object.hasOwn(custom, key) ? custom[key] : null) ?? '')),
  ]
}
