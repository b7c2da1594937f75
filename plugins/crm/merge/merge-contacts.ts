import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Database, must, platformErrors, type Tx } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { deriveContact } from '../contacts/derive-contact.ts'
import { type ContactRow, presentContact, selectContacts } from '../contacts/select-contacts.ts'
import type { ContactMerge } from '../contract/merge.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { readCustom, withoutNulls } from '../fields/read-custom.ts'
import { selectFields } from '../fields/read-fields.ts'
import { companies, contactKeys, contacts } from '../tables.ts'
import { emptyTrashLater } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { mergeValues, mustFit } from './merge-values.ts'
import { moveBelongings, mustAllGo, mustBeLive, takeIn } from './take-in.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'read' | 'change'> & Clock

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Makes one contact of several: the one that stays gets what it lacks, and whatever hung on the others.
 *
 * All of them have to be as they were read, or nothing happens: two merges of the same people cannot both take place.
 */
export async function mergeContacts(desk: Desk, { keepId, mergeIds, values }: ContactMerge, callingCode: string) {
  const { companyId, custom: given } = values
  const [rows, [company], fields] = await desk.read((db) => [
    selectContacts(db).where(inArray(contacts.id, [keepId, ...mergeIds])),
    db
      .select({ name: companies.name })
      .from(companies)
      .where(and(eq(companies.id, companyId ?? nobody), isNull(companies.deletedAt))),
    selectFields(db, 'contact', given !== undefined),
  ])
  if (companyId != null && company === undefined) throw errors.companyNotFound({ id: companyId })
  const keep = find(rows, keepId)
  const others = mergeIds.map((id) => find(rows, id))
  const joined = [keep, ...others].map(mergeable).reduce((first, second) => mergeValues(first, second, namesOf, lists))
  const next = {
    ...joined,
    ...withoutUndefined(values),
    ...(companyId === undefined ? {} : { companyName: company?.name ?? null }),
    custom: withoutNulls({ ...joined.custom, ...readCustom(given ?? {}, fields) }),
  }
  mustFit(next, lists)
  return store(desk, keep, others, next, callingCode)
}

type Mergeable = ReturnType<typeof mergeable>

function mergeable(row: ContactRow) {
  const { id: _, version: __, createdAt: ___, updatedAt: ____, sortName: _____, formulas: ______, ...values } = row
  return values
}

const namesOf = ['firstName', 'lastName'] as const
const lists = {
  emails: { most: contactLimits.emails, keyOf: (value: string) => value.toLowerCase() },
  phones: { most: contactLimits.phones, keyOf: (value: string) => value.replaceAll(/\D/g, '') },
  tags: { most: contactLimits.tags, keyOf: (value: string) => value },
} as const

async function store(
  desk: Desk,
  keep: ContactRow,
  others: readonly ContactRow[],
  next: Mergeable,
  callingCode: string,
) {
  const { id, version } = keep
  const { companyName, ...columns } = next
  const { keys, sortName, searchText } = deriveContact({ ...next, company: companyName }, callingCode)
  const mergedIds = others.map((other) => other.id)
  const concerned = [...mergedIds.map((contactId) => ({ contactId })), { companyId: next.companyId }]
  const results = await desk.change(
    events.contactMerged(`contact:${id}`, { id, merged: mergedIds }, about(...concerned)),
    (tx) => [
      // Whether one is in the trash is asked here: a retry under an Idempotency-Key finds them there by its own first try.
      mustBeLive(tx, 'contacts', [id, ...mergedIds], errors.contactNotFound()),
      must(
        tx
          .update(contacts)
          .set({
            ...columns,
            sortName,
            searchText,
            version: sql`${contacts.version} + 1`,
            updatedAt: desk.now.toISOString(),
          })
          .where(and(eq(contacts.id, id), eq(contacts.version, version), isNull(contacts.deletedAt)))
          .returning({ id: contacts.id }),
        platformErrors.versionChanged(),
      ),
      takeIn(tx, 'contacts', id, others, desk.now),
      mustAllGo(tx, 'contacts', id, others),
      ...moveBelongings(tx, 'contact', id, mergedIds),
      tx.delete(contactKeys).where(eq(contactKeys.contactId, id)),
      insertKeys(tx, id, keys),
      selectContacts(tx).where(eq(contacts.id, id)),
    ],
    {
      locks: ['merge'],
      jobs: emptyTrashLater(desk.now),
      refusals: { contacts_tenant_id_company_id_fkey: errors.companyNotFound() },
    },
  )
  const [row] = results.at(-1) as ContactRow[]
  if (row === undefined) throw platformErrors.conflict()
  return presentContact(row, desk)
}

function insertKeys(tx: Tx, contactId: string, keys: readonly string[]) {
  return tx.execute(sql`insert into crm.contact_keys (key, contact_id)
    select value, ${contactId}::uuid from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)`)
}

function find(rows: readonly ContactRow[], id: string): ContactRow {
  const row = rows.find((each) => each.id === id)
  if (row === undefined) throw errors.contactNotFound({ id })
  return row
}
