import { and, getTableColumns, isNull, type SQL } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { CompanyFilter } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { companyFacts } from '../formulas/built-in-facts.ts'
import { computeCustom } from '../formulas/compute-custom.ts'
import { formulasOf } from '../formulas/formula-column.ts'
import { containing, tagged } from '../lists/containing.ts'
import type { SortOrder } from '../lists/sort-order.ts'
import { companies } from '../tables.ts'

const { deletedAt: _, mergedInto: __, ...stored } = getTableColumns(companies)

/** What a company is shown from; `nameKey` comes along for the cursor. */
export const companyColumns = { ...stored, formulas: formulasOf('company') }

/** Companies, those in the trash too: ask for `isNull(companies.deletedAt)`. */
export function selectCompanies(db: Pick<Db, 'select'>) {
  return db.select(companyColumns).from(companies)
}

export type CompanyRow = Awaited<ReturnType<typeof selectCompanies>>[number]

/** Companies by words of their name and by tag. Nothing in the trash matches. */
export function matchingCompanies({ q, tag }: CompanyFilter): SQL | undefined {
  return and(isNull(companies.deletedAt), containing(companies.nameKey, q), tagged(companies.tags, tag))
}

export const companyOrders: Readonly<Record<'newest' | 'name' | 'updated', SortOrder<CompanyRow>>> = {
  newest: { by: [companies.id], isDescending: true, keyOf: ({ id }) => [id] },
  name: { by: [companies.nameKey, companies.id], keyOf: ({ nameKey, id }) => [nameKey, id] },
  updated: {
    by: [companies.updatedAt, companies.id],
    isDescending: true,
    keyOf: ({ updatedAt, id }) => [updatedAt, id],
  },
}

/** The company as clients see it, with what its formulas give. */
export function presentCompany({ nameKey: _, formulas, ...company }: CompanyRow, clock: Clock) {
  return { ...company, custom: computeCustom(company.custom, formulas, clock, () => companyFacts(company, clock)) }
}
