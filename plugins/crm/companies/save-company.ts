import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type Database, foldText, must, newId, platformErrors } from '#sdk'
import type { CompanyPatch, NewCompany } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { type CustomValue, readCustom, withoutNulls } from '../fields/read-custom.ts'
import { selectFields } from '../fields/read-fields.ts'
import { companies } from '../tables.ts'
import { emptyTrashLater, moveToTrash, takeFromTrash } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { companyColumns, presentCompany, selectCompanies } from './select-companies.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'change'> & Clock

/** Stores a new company. Without custom fields that is one round trip. */
export async function createCompany(desk: Desk, given: NewCompany) {
  const hasCustom = Object.keys(given.custom).length > 0
  const fields = hasCustom ? await selectFields(desk.db, 'company', true) : []
  const custom = withoutNulls(readCustom(given.custom, fields))
  const id = newId()
  const [row] = await desk.change(events.companyCreated(`company:${id}`, { id, name: given.name }), (tx) =>
    tx
      .insert(companies)
      .values({ id, ...given, custom, nameKey: foldText(given.name) })
      .returning(companyColumns),
  )
  if (row === undefined) throw platformErrors.conflict()
  return presentCompany(row, desk)
}

/** A company; of one that was merged into another, the refusal names the other. */
export async function findCompany(desk: Desk, id: string) {
  const [row] = await desk.db
    .select({ ...companyColumns, deletedAt: companies.deletedAt, mergedInto: companies.mergedInto })
    .from(companies)
    .where(eq(companies.id, id))
  if (row === undefined || row.deletedAt !== null)
    throw errors.companyNotFound({ id, ...(row?.mergedInto == null ? {} : { mergedInto: row.mergedInto }) })
  const { deletedAt: _, mergedInto: __, ...company } = row
  return presentCompany(company, desk)
}

/** Changes a company, of the wanted version if there is one. */
export async function updateCompany(desk: Desk, id: string, patch: CompanyPatch, wanted: number | undefined) {
  const { custom: given, name, ...rest } = patch
  const custom = given === undefined ? {} : readCustom(given, await selectFields(desk.db, 'company', true))
  const set = {
    ...withoutUndefined(rest),
    ...(name === undefined ? {} : { name, nameKey: foldText(name) }),
    ...(given === undefined ? {} : { custom: merged(custom) }),
    version: sql`${companies.version} + 1`,
    updatedAt: desk.now.toISOString(),
  }
  const isThere = and(eq(companies.id, id), isNull(companies.deletedAt))
  const [, [row]] = await desk.change(
    events.companyUpdated(`company:${id}`, { id, fields: Object.keys(patch) }),
    (tx) => [
      must(tx.select({ id: companies.id }).from(companies).where(isThere), errors.companyNotFound({ id })),
      must(
        tx
          .update(companies)
          .set(set)
          .where(and(isThere, wanted === undefined ? undefined : eq(companies.version, wanted)))
          .returning(companyColumns),
        platformErrors.versionChanged(),
      ),
      ...(name === undefined ? [] : [tx.execute(sortNameless(id, foldText(name)))]),
    ],
  )
  if (row === undefined) throw errors.companyNotFound({ id })
  return presentCompany(row, desk)
}

/** People without a name of their own stand in lists where their company stands. */
export function sortNameless(companyId: string, nameKey: string): SQL {
  return sql`update crm.contacts c set sort_name = left(${nameKey}, 200)
    where c.company_id = ${companyId}::uuid and c.first_name = '' and c.last_name = ''`
}

function merged(custom: Readonly<Record<string, CustomValue | null>>): SQL {
  const removed = Object.keys(custom).filter((key) => custom[key] === null)
  return sql`(${companies.custom} || ${JSON.stringify(withoutNulls(custom))}::jsonb) - array(select jsonb_array_elements_text(${JSON.stringify(removed)}::jsonb))`
}

/** Moves a company to the trash; its contacts stay. */
export async function deleteCompany({ change, now }: Desk, id: string, wanted: number | undefined): Promise<void> {
  await change(
    events.companyDeleted(`company:${id}`, { id }),
    (tx) => moveToTrash(tx, companies, id, { now, wanted, notFound: errors.companyNotFound({ id }) }),
    { jobs: emptyTrashLater(now) },
  )
}

/** Takes a company out of the trash; whoever worked for it does so again. */
export async function restoreCompany(desk: Desk, id: string) {
  const results = await desk.change(events.companyRestored(`company:${id}`, { id }), (tx) => [
    takeFromTrash(tx, companies, id, desk.now),
    must(selectCompanies(tx).where(eq(companies.id, id)), errors.companyNotFound({ id })),
  ])
  const [row] = results[1]
  if (row === undefined) throw errors.companyNotFound({ id })
  return presentCompany(row, desk)
}
