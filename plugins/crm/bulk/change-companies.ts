import { and, isNull } from 'drizzle-orm'
import { matchingCompanies } from '../companies/select-companies.ts'
import type { CompanyBulk } from '../contract/bulk.ts'
import { companies } from '../tables.ts'
import { type BulkDesk, changeMany, mostRows, requireFew, targetOf } from './change-many.ts'
import { planAll, planDelete, retag } from './plan-rows.ts'

/** Deletes or tags many companies. */
export async function changeCompanies(desk: BulkDesk, { ids, filter, action }: CompanyBulk) {
  const [rows] = await desk.read((db) => [
    db
      .select({ id: companies.id, version: companies.version, tags: companies.tags })
      .from(companies)
      .where(
        and(
          isNull(companies.deletedAt),
          targetOf(companies.id, ids, () => matchingCompanies(filter ?? {})),
        ),
      )
      .orderBy(companies.id)
      .limit(mostRows + 1),
  ])
  requireFew(rows)
  return changeMany(desk, {
    kind: 'companies',
    action: action.type,
    fields: action.type === 'tag' ? ['tags'] : [],
    rows:
      action.type === 'delete'
        ? planDelete(rows, desk.now)
        : planAll(rows, ({ tags }) => [{ tags }, { tags: retag(tags, action) }]),
    absent: (ids?.length ?? rows.length) - rows.length,
  })
}
