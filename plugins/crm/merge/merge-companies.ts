import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Database, foldText, must, platformErrors } from '#sdk'
import { sortNameless } from '../companies/save-company.ts'
import { type CompanyRow, presentCompany, selectCompanies } from '../companies/select-companies.ts'
import { contactLimits } from '../contact-draft.ts'
import type { CompanyMerge } from '../contract/merge.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { readCustom, withoutNulls } from '../fields/read-custom.ts'
import { selectFields } from '../fields/read-fields.ts'
import { companies } from '../tables.ts'
import { emptyTrashLater } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { mergeValues, mustFit } from './merge-values.ts'
import { moveBelongings, mustAllGo, mustBeLive, takeIn } from './take-in.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'read' | 'change'> & Clock

const lists = { tags: { most: contactLimits.tags, keyOf: (value: string) => value } } as const

/** Makes one company of several, as `mergeContacts` does; the people of the others work for the one that stays. */
export async function mergeCompanies(desk: Desk, { keepId, mergeIds, values }: CompanyMerge) {
  const [rows, fields] = await desk.read((db) => [
    selectCompanies(db).where(inArray(companies.id, [keepId, ...mergeIds])),
    selectFields(db, 'company', values.custom !== undefined),
  ])
  const keep = find(rows, keepId)
  const others = mergeIds.map((id) => find(rows, id))
  const joined = [keep, ...others].map(mergeable).reduce((first, second) => mergeValues(first, second, ['name'], lists))
  const next = {
    ...joined,
    ...withoutUndefined(values),
    custom: withoutNulls({ ...joined.custom, ...readCustom(values.custom ?? {}, fields) }),
  }
  mustFit(next, lists)
  return store(desk, keep, others, next)
}

type Mergeable = ReturnType<typeof mergeable>

function mergeable({ name, website, notes, tags, custom }: CompanyRow) {
  return { name, website, notes, tags, custom }
}

async function store(desk: Desk, keep: CompanyRow, others: readonly CompanyRow[], next: Mergeable) {
  const { id, version } = keep
  const mergedIds = others.map((other) => other.id)
  const results = await desk.change(
    events.companyMerged(
      `company:${id}`,
      { id, merged: mergedIds },
      about(...mergedIds.map((companyId) => ({ companyId }))),
    ),
    (tx) => [
      // Whether one is in the trash is asked here: a retry under an Idempotency-Key finds them there by its own first try.
      mustBeLive(tx, 'companies', [id, ...mergedIds], errors.companyNotFound()),
      must(
        tx
          .update(companies)
          .set({
            ...next,
            nameKey: foldText(next.name),
            version: sql`${companies.version} + 1`,
            updatedAt: desk.now.toISOString(),
          })
          .where(and(eq(companies.id, id), eq(companies.version, version), isNull(companies.deletedAt)))
          .returning({ id: companies.id }),
        platformErrors.versionChanged(),
      ),
      takeIn(tx, 'companies', id, others, desk.now),
      mustAllGo(tx, 'companies', id, others),
      ...moveBelongings(tx, 'company', id, mergedIds),
      tx.execute(sortNameless(id, foldText(next.name))),
      selectCompanies(tx).where(eq(companies.id, id)),
    ],
    { locks: ['merge'], jobs: emptyTrashLater(desk.now) },
  )
  const [row] = results.at(-1) as CompanyRow[]
  if (row === undefined) throw platformErrors.conflict()
  return presentCompany(row, desk)
}

function find(rows: readonly CompanyRow[], id: string): CompanyRow {
  const row = rows.find((each) => each.id === id)
  if (row === undefined) throw errors.companyNotFound({ id })
  return row
}
