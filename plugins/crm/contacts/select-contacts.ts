import { and, eq, getTableColumns, gte, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { ContactFilter } from '../contract.ts'
import { addDays, type Clock, startOfDay } from '../days/day-in.ts'
import { contactFacts } from '../formulas/built-in-facts.ts'
import { computeCustom } from '../formulas/compute-custom.ts'
import { formulasOf } from '../formulas/formula-column.ts'
import { patternsOf, tagged } from '../lists/containing.ts'
import type { SortOrder } from '../lists/sort-order.ts'
import { companies, contacts } from '../tables.ts'

const { searchText: _, deletedAt, mergedInto, ...stored } = getTableColumns(contacts)

/** What a contact is shown from, without its company; `sortName` comes along for the cursor. */
export const contactColumns = { ...stored, formulas: formulasOf('contact') }

/** Joins a contact's company; one in the trash does not show. */
export const itsCompany = and(eq(companies.id, contacts.companyId), isNull(companies.deletedAt))

/** Contacts with their company, those in the trash too: ask for `isNull(contacts.deletedAt)`. */
export function selectContacts(db: Pick<Db, 'select'>) {
  return db
    .select({ ...contactColumns, companyName: companies.name })
    .from(contacts)
    .leftJoin(companies, itsCompany)
}

export type ContactRow = Awaited<ReturnType<typeof selectContacts>>[number]

/** One contact, in the trash or not, with what tells which. */
export function selectAnyContact(db: Pick<Db, 'select'>, id: string) {
  return db
    .select({ ...contactColumns, companyName: companies.name, deletedAt, mergedInto })
    .from(contacts)
    .leftJoin(companies, itsCompany)
    .where(eq(contacts.id, id))
}

/** Every word of the question has to be a part of a word of the contact. Nobody in the trash matches. */
export function matching(filter: ContactFilter, clock: Clock): SQL | undefined {
  const { q, tag, companyId, hasOpenDeal, country, city, createdFrom, createdTo } = filter
  const dayStart = (day: string) => startOfDay(day, clock.tenant.timeZone).toISOString()
  return and(
    isNull(contacts.deletedAt),
    ...patternsOf(q).map(holding),
    tagged(contacts.tags, tag),
    companyId === undefined ? undefined : eq(contacts.companyId, companyId),
    hasOpenDeal === undefined ? undefined : hasOpenDeal ? openDeal : sql`not ${openDeal}`,
    sameText(contacts.country, country),
    sameText(contacts.city, city),
    createdFrom === undefined ? undefined : gte(contacts.createdAt, dayStart(createdFrom)),
    createdTo === undefined ? undefined : lt(contacts.createdAt, dayStart(addDays(createdTo, 1))),
  )
}

/** In the contact's own words or in the name of its company, as that is called now. */
function holding(pattern: string): SQL {
  return sql`(${contacts.searchText} like ${pattern} or ${contacts.companyId} in
    (select o.id from crm.companies o where o.deleted_at is null and o.name_key like ${pattern}))`
}

const openDeal = sql`exists (select from crm.deals d where d.contact_id = ${contacts.id} and d.status = 'open' and d.deleted_at is null)`

function sameText(column: typeof contacts.country | typeof contacts.city, wanted: string | undefined): SQL | undefined {
  return wanted === undefined || wanted === '' ? undefined : sql`lower(${column}) = lower(${wanted})`
}

export const contactOrders: Readonly<Record<'newest' | 'name' | 'updated', SortOrder<ContactRow>>> = {
  newest: { by: [contacts.id], isDescending: true, keyOf: ({ id }) => [id] },
  name: { by: [contacts.sortName, contacts.id], keyOf: ({ sortName, id }) => [sortName, id] },
  updated: { by: [contacts.updatedAt, contacts.id], isDescending: true, keyOf: ({ updatedAt, id }) => [updatedAt, id] },
}

/** The contact as clients see it, with what its formulas give. */
export function presentContact(
  { sortName: _, companyId, companyName, formulas, ...contact }: ContactRow,
  clock: Clock,
) {
  return {
    ...contact,
    custom: computeCustom(contact.custom, formulas, clock, () => contactFacts({ ...contact, companyName }, clock)),
    company: companyId === null || companyName === null ? null : { id: companyId, name: companyName },
  }
}
