import { and, eq, isNull } from 'drizzle-orm'
import { deriveContact } from '../contacts/derive-contact.ts'
import { itsCompany, matching } from '../contacts/select-contacts.ts'
import type { ContactBulk } from '../contract/bulk.ts'
import { errors } from '../errors.ts'
import { companies, contacts } from '../tables.ts'
import { type BulkDesk, changeMany, mostRows, requireFew, targetOf } from './change-many.ts'
import { planAll, planDelete, retag } from './plan-rows.ts'
import type { Columns, PlannedRow } from './store-rows.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
const columns = {
  id: contacts.id,
  version: contacts.version,
  firstName: contacts.firstName,
  lastName: contacts.lastName,
  emails: contacts.emails,
  phones: contacts.phones,
  jobTitle: contacts.jobTitle,
  tags: contacts.tags,
  companyId: contacts.companyId,
  company: companies.name,
  country: contacts.country,
  sortName: contacts.sortName,
  searchText: contacts.searchText,
}

/** Deletes, tags or sets something of many contacts; what searches look into follows. */
export async function changeContacts(desk: BulkDesk, { ids, filter, action }: ContactBulk, callingCode: string) {
  const companyId = action.type === 'set' ? action.values.companyId : undefined
  const [rows, [company]] = await desk.read((db) => [
    db
      .select(columns)
      .from(contacts)
      .leftJoin(companies, itsCompany)
      .where(
        and(
          isNull(contacts.deletedAt),
          targetOf(contacts.id, ids, () => matching(filter ?? {}, desk)),
        ),
      )
      .orderBy(contacts.id)
      .limit(mostRows + 1),
    db
      .select({ name: companies.name })
      .from(companies)
      .where(and(eq(companies.id, companyId ?? nobody), isNull(companies.deletedAt))),
  ])
  requireFew(rows)
  if (companyId != null && company === undefined) throw errors.companyNotFound({ id: companyId })
  const planned = plan(rows, action, company?.name ?? null, callingCode, desk.now)
  return changeMany(desk, {
    kind: 'contacts',
    action: action.type,
    fields: action.type === 'set' ? Object.keys(action.values) : action.type === 'tag' ? ['tags'] : [],
    rows: planned,
    absent: (ids?.length ?? rows.length) - rows.length,
  })
}

interface Row {
  readonly id: string
  readonly version: number
  readonly firstName: string
  readonly lastName: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly jobTitle: string | null
  readonly tags: readonly string[]
  readonly companyId: string | null
  readonly company: string | null
  readonly country: string | null
  readonly sortName: string
  readonly searchText: string
}

function plan(
  rows: readonly Row[],
  action: ContactBulk['action'],
  companyName: string | null,
  callingCode: string,
  now: Date,
): PlannedRow[] {
  if (action.type === 'delete') return planDelete(rows, now)
  return planAll(rows, (row) => {
    const next =
      action.type === 'tag' ? { ...row, tags: retag(row.tags, action) } : settled(row, action.values, companyName)
    // The names of companies that were renamed since are brought in only where something changes anyway.
    const isFound = next.tags !== row.tags || next.companyId !== row.companyId
    return [columnsOf(row), columnsOf(isFound ? { ...next, ...deriveContact(next, callingCode) } : next)]
  })
}

interface Values {
  readonly companyId?: string | null | undefined
  readonly country?: string | null | undefined
}

function settled(row: Row, { companyId, country }: Values, companyName: string | null): Row {
  return {
    ...row,
    ...(companyId === undefined ? {} : { companyId, company: companyName }),
    ...(country === undefined ? {} : { country }),
  }
}

function columnsOf({ tags, companyId, country, sortName, searchText }: Row): Columns {
  return { tags, company_id: companyId, country, sort_name: sortName, search_text: searchText }
}
