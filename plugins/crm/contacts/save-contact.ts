import { and, eq, isNull } from 'drizzle-orm'
import { AppError, type Database, must, newId, platformErrors, type ReadFunction } from '#sdk'
import type { ContactPatch, NewContact } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { type CustomValue, readCustom, withoutNulls } from '../fields/read-custom.ts'
import { selectFields } from '../fields/read-fields.ts'
import { companies, contactKeys, contacts } from '../tables.ts'
import { emptyTrashLater, moveToTrash, takeFromTrash } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { type Derived, deriveContact, nameOf } from './derive-contact.ts'
import { type ContactRow, contactColumns, presentContact, selectAnyContact, selectContacts } from './select-contacts.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'read' | 'change'> & Clock

/** Stores a new contact. Without custom fields and a company that is one round trip. */
export async function createContact(desk: Desk, given: NewContact, callingCode: string) {
  const { read, change } = desk
  const { companyName, custom } = await readReferences(read, given.companyId, given.custom)
  const id = newId()
  const { keys, sortName, searchText } = deriveContact({ ...given, company: companyName }, callingCode)
  const subject = `contact:${id}`
  const [[row]] = await change(
    events.contactCreated(subject, { id, name: nameOf({ ...given, company: companyName }) }, about(given)),
    (tx) => [
      tx
        .insert(contacts)
        .values({ id, ...given, custom: withoutNulls(custom), sortName, searchText })
        .returning(contactColumns),
      ...(keys.length === 0 ? [] : [tx.insert(contactKeys).values(keys.map((key) => ({ key, contactId: id })))]),
    ],
    { refusals: { contacts_tenant_id_company_id_fkey: errors.companyNotFound() } },
  )
  if (row === undefined) throw platformErrors.conflict()
  return presentContact({ ...row, companyName }, desk)
}

/** A contact; of one that was merged into another, the refusal names the other. */
export async function findContact(desk: Desk, id: string) {
  const [row] = await selectAnyContact(desk.db, id)
  if (row === undefined || row.deletedAt !== null)
    throw errors.contactNotFound({ id, ...(row?.mergedInto == null ? {} : { mergedInto: row.mergedInto }) })
  const { deletedAt: _, mergedInto: __, ...contact } = row
  return presentContact(contact, desk)
}

/** Changes a contact. Without a wanted version, a change by somebody else in the same moment is no reason to fail. */
export async function updateContact(
  desk: Desk,
  id: string,
  patch: ContactPatch,
  wanted: number | undefined,
  callingCode: string,
) {
  for (let attempt = 0; ; attempt++) {
    const [current] = await selectContacts(desk.db).where(and(eq(contacts.id, id), isNull(contacts.deletedAt)))
    if (current === undefined) throw errors.contactNotFound({ id })
    try {
      // A wanted version is asked for by the statement: a retry with its Idempotency-Key finds the record changed already.
      return await replaceContact(desk, { ...current, version: wanted ?? current.version }, patch, callingCode)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}

async function replaceContact(desk: Desk, current: ContactRow, patch: ContactPatch, callingCode: string) {
  const { read, change, now } = desk
  const { id, version } = current
  const { companyName: _, sortName: __, formulas: ___, ...stored } = current
  const merged = { ...stored, ...withoutUndefined(patch), custom: stored.custom }
  const references = await readReferences(read, patch.companyId ?? null, patch.custom ?? {})
  const companyName = patch.companyId === undefined ? current.companyName : references.companyName
  const custom = withoutNulls({ ...stored.custom, ...references.custom })
  const { keys, sortName, searchText }: Derived = deriveContact({ ...merged, company: companyName }, callingCode)
  const next = { ...merged, custom, sortName, searchText, version: version + 1, updatedAt: now.toISOString() }
  const results = await change(
    events.contactUpdated(`contact:${id}`, { id, fields: Object.keys(patch) }, about(current, next)),
    (tx) => [
      must(
        tx
          .update(contacts)
          .set(next)
          .where(and(eq(contacts.id, id), eq(contacts.version, version), isNull(contacts.deletedAt)))
          .returning(contactColumns),
        platformErrors.versionChanged(),
      ),
      tx.delete(contactKeys).where(eq(contactKeys.contactId, id)),
      ...(keys.length === 0 ? [] : [tx.insert(contactKeys).values(keys.map((key) => ({ key, contactId: id })))]),
    ],
    { refusals: { contacts_tenant_id_company_id_fkey: errors.companyNotFound() } },
  )
  const [row] = results[0]
  if (row === undefined) throw platformErrors.versionChanged()
  return presentContact({ ...row, companyName }, desk)
}

/** Moves a contact to the trash. */
export async function deleteContact({ change, now }: Desk, id: string, wanted: number | undefined): Promise<void> {
  await change(
    events.contactDeleted(`contact:${id}`, { id }),
    (tx) => moveToTrash(tx, contacts, id, { now, wanted, notFound: errors.contactNotFound({ id }) }),
    { jobs: emptyTrashLater(now) },
  )
}

/** Takes a contact out of the trash, as it was. */
export async function restoreContact(desk: Desk, id: string) {
  const results = await desk.change(events.contactRestored(`contact:${id}`, { id }), (tx) => [
    takeFromTrash(tx, contacts, id, desk.now),
    must(selectContacts(tx).where(eq(contacts.id, id)), errors.contactNotFound({ id })),
  ])
  const [row] = results[1]
  if (row === undefined) throw errors.contactNotFound({ id })
  return presentContact(row, desk)
}

/** Reads what a contact refers to, when it refers to anything: its company's name, and the definitions of custom fields. */
async function readReferences(
  read: ReadFunction,
  companyId: string | null,
  given: Readonly<Record<string, CustomValue | null>>,
) {
  const hasCustom = Object.keys(given).length > 0
  if (companyId === null && !hasCustom) return { companyName: null, custom: {} }
  const [[company], fields] = await read((db) => [
    db
      .select({ name: companies.name })
      .from(companies)
      .where(and(eq(companies.id, companyId ?? nobody), isNull(companies.deletedAt))),
    selectFields(db, 'contact', hasCustom),
  ])
  if (companyId !== null && company === undefined) throw errors.companyNotFound({ id: companyId })
  return { companyName: company?.name ?? null, custom: readCustom(given, fields) }
}

const nobody = '00000000-0000-0000-0000-000000000000'
