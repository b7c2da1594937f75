import { and, eq, getTableColumns, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import { contactName } from '../contacts/contact-name.ts'
import type { dealSorts } from '../contract/deals.ts'
import type { DealFilter } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { dealFacts } from '../formulas/built-in-facts.ts'
import { computeCustom } from '../formulas/compute-custom.ts'
import { formulasOf } from '../formulas/formula-column.ts'
import { containing, tagged } from '../lists/containing.ts'
import type { SortOrder } from '../lists/sort-order.ts'
import { companies, contacts, deals, pipelines, stages } from '../tables.ts'

const { deletedAt: _, ...stored } = getTableColumns(deals)

/** Joins the contact and the company of a record; what is in the trash does not show. */
export const isLiveContact = (id: SQLWrapper) => and(sql`${contacts.id} = ${id}`, isNull(contacts.deletedAt))
export const isLiveCompany = (id: SQLWrapper) => and(sql`${companies.id} = ${id}`, isNull(companies.deletedAt))

/** Deals with what they are joined to, those in the trash too: ask for `isNull(deals.deletedAt)`. */
export function selectDeals(db: Pick<Db, 'select'>) {
  return db
    .select({
      ...stored,
      contactName,
      companyName: companies.name,
      stageName: stages.name,
      probability: stages.probability,
      pipelineName: pipelines.name,
      formulas: formulasOf('deal'),
    })
    .from(deals)
    .innerJoin(stages, eq(stages.id, deals.stageId))
    .innerJoin(pipelines, eq(pipelines.id, deals.pipelineId))
    .leftJoin(contacts, isLiveContact(deals.contactId))
    .leftJoin(companies, isLiveCompany(deals.companyId))
}

/** Counts deals, with what a filter looks at. */
export function countDeals(db: Pick<Db, 'select'>, condition: SQL | undefined) {
  return db
    .select({ count: sql<number>`count(*)::int` })
    .from(deals)
    .leftJoin(contacts, isLiveContact(deals.contactId))
    .leftJoin(companies, isLiveCompany(deals.companyId))
    .where(condition)
}

export type DealRow = Awaited<ReturnType<typeof selectDeals>>[number]

/** Every word of the question has to be in the title or the name of the contact or company. Nothing in the trash matches. */
export function matchingDeals(filter: DealFilter): SQL | undefined {
  return and(
    isNull(deals.deletedAt),
    ...ids.map((name) => (filter[name] === undefined ? undefined : eq(deals[name], filter[name]))),
    filter.status === undefined ? undefined : eq(deals.status, filter.status),
    containing(dealWords, filter.q),
    tagged(deals.tags, filter.tag),
  )
}

const ids = ['pipelineId', 'stageId', 'ownerId', 'contactId', 'companyId'] as const
const dealWords = sql`concat_ws(' ', ${deals.titleKey}, ${contacts.sortName}, ${companies.nameKey})`

type DealSort = (typeof dealSorts)[number]
const title: SortOrder<DealRow> = { by: [deals.titleKey, deals.id], keyOf: ({ titleKey, id }) => [titleKey, id] }
const newest: SortOrder<DealRow> = { by: [deals.id], isDescending: true, keyOf: ({ id }) => [id] }
/** Deals without an amount count as less than nothing, those without a day as later than all. */
const amount: SortOrder<DealRow> = {
  by: [sql`coalesce(${deals.amountMinor}, -1)`, deals.id],
  keyOf: ({ amountMinor, id }) => [amountMinor ?? -1, id],
}
const expectedClose: SortOrder<DealRow> = {
  by: [sql`coalesce(${deals.expectedClose}, 'infinity'::date)`, deals.id],
  keyOf: (row) => [row.expectedClose ?? 'infinity', row.id],
}

export const dealOrders: Readonly<Record<DealSort, SortOrder<DealRow>>> = {
  newest,
  '-newest': { ...newest, isDescending: false },
  board: { by: [deals.rank, deals.id], keyOf: ({ rank, id }) => [rank, id] },
  title,
  '-title': { ...title, isDescending: true },
  amount,
  '-amount': { ...amount, isDescending: true },
  expectedClose,
  '-expectedClose': { ...expectedClose, isDescending: true },
  updated: {
    by: [deals.updatedAt, deals.id],
    isDescending: true,
    keyOf: ({ updatedAt, id }) => [updatedAt, id],
  },
}

/** The deal as clients see it, with what its formulas give. */
export function presentDeal(row: DealRow, clock: Clock) {
  const { titleKey: _, rank: __, stageName, probability, pipelineName, formulas, ...deal } = row
  const { amountMinor, currency, contactId, companyId, contactName, companyName, ...rest } = deal
  return {
    ...rest,
    amount: amountMinor === null || currency === null ? null : { amount: amountMinor, currency },
    contact: contactId === null || contactName === null ? null : { id: contactId, name: contactName },
    company: companyId === null || companyName === null ? null : { id: companyId, name: companyName },
    custom: computeCustom(row.custom, formulas, clock, () => dealFacts(row, clock)),
  }
}
