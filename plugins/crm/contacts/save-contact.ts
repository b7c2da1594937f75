import { and, eq } from 'drizzle-orm'
import { AppError, type ChangeFunction, type Database, must, newId, platformErrors, type ReadFunction } from '#sdk'
import type { ContactPatch, NewContact } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { type CustomValue, readCustom, withoutNulls } from '../fields/read-custom.ts'
import { companies, contactKeys, contacts, customFields } from '../tables.ts'
import { type Derived, deriveContact, nameOf } from './derive-contact.ts'
import { type ContactRow, presentContact, selectContacts } from './select-contacts.ts'

/** Stores a new contact. Without custom fields and a company that is one round trip. */
export async function createContact(
  { read, change }: Pick<Database, 'read' | 'change'>,
  given: NewContact,
  callingCode: string,
) {
  const { companyName, custom } = await readReferences(read, given.companyId, given.custom)
  const id = newId()
  const { keys, sortName, searchText } = deriveContact({ ...given, company: companyName }, callingCode)
  const subject = `contact:${id}`
  const [[row]] = await change(
    events.contactCreated(subject, { id, name: nameOf({ ...given, company: companyName }) }),
    (tx) => [
      tx
        .insert(contacts)
        .values({ id, ...given, custom: withoutNulls(custom), sortName, searchText })
        .returning(),
      ...(keys.length === 0 ? [] : [tx.insert(contactKeys).values(keys.map((key) => ({ key, contactId: id })))]),
    ],
    { refusals: { contacts_tenant_id_company_id_fkey: errors.companyNotFound() } },
  )
  if (row === undefined) throw platformErrors.conflict()
  const { searchText: _, ...stored } = row
  return presentContact({ ...stored, companyName })
}

/** Changes a contact. Without a wanted version, a change by somebody else in the same moment is no reason to fail. */
export async function updateContact(
  database: Pick<Database, 'db' | 'read' | 'change'>,
  id: string,
  patch: ContactPatch,
  wanted: number | undefined,
  callingCode: string,
) {
  for (let attempt = 0; ; attempt++) {
    const [current] = await selectContacts(database.db).where(eq(contacts.id, id))
    if (current === undefined) throw errors.contactNotFound({ id })
    if (wanted !== undefined && wanted !== current.version) throw platformErrors.versionChanged()
    try {
      return await replaceContact(database, current, patch, callingCode)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}

async function replaceContact(
  { read, change }: Pick<Database, 'read' | 'change'>,
  current: ContactRow,
  patch: ContactPatch,
  callingCode: string,
) {
  const { id, version } = current
  const { companyName: _, sortName: __, ...stored } = current
  const merged = { ...stored, ...withoutUndefined(patch), custom: stored.custom }
  const references = await readReferences(read, patch.companyId ?? null, patch.custom ?? {})
  const companyName = patch.companyId === undefined ? current.companyName : references.companyName
  const custom = withoutNulls({ ...stored.custom, ...references.custom })
  const { keys, sortName, searchText }: Derived = deriveContact({ ...merged, company: companyName }, callingCode)
  const next = { ...merged, custom, sortName, searchText, version: version + 1, updatedAt: new Date().toISOString() }
  const results = await change(
    events.contactUpdated(`contact:${id}`, { id, fields: Object.keys(patch) }),
    (tx) => [
      must(
        tx
          .update(contacts)
          .set(next)
          .where(and(eq(contacts.id, id), eq(contacts.version, version)))
          .returning(),
        platformErrors.versionChanged(),
      ),
      tx.delete(contactKeys).where(eq(contactKeys.contactId, id)),
      ...(keys.length === 0 ? [] : [tx.insert(contactKeys).values(keys.map((key) => ({ key, contactId: id })))]),
    ],
    { refusals: { contacts_tenant_id_company_id_fkey: errors.companyNotFound() } },
  )
  const [row] = results[0]
  if (row === undefined) throw platformErrors.versionChanged()
  const { searchText: ___, ...changed } = row
  return presentContact({ ...changed, companyName })
}

export async function deleteContact(change: ChangeFunction, id: string): Promise<void> {
  await change(events.contactDeleted(`contact:${id}`, { id }), (tx) =>
    must(tx.delete(contacts).where(eq(contacts.id, id)).returning({ id: contacts.id }), errors.contactNotFound({ id })),
  )
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
      .where(
        companyId === null ? eq(companies.id, '00000000-0000-0000-0000-000000000000') : eq(companies.id, companyId),
      ),
    db
      .select({ key: customFields.key, type: customFields.type, choices: customFields.choices })
      .from(customFields)
      .limit(hasCustom ? 1000 : 0),
  ])
  if (companyId !== null && company === undefined) throw errors.companyNotFound({ id: companyId })
  return { companyName: company?.name ?? null, custom: readCustom(given, fields) }
}

type Defined<Patch> = { [Key in keyof Patch]?: Exclude<Patch[Key], undefined> }

function withoutUndefined<Patch extends object>(patch: Patch): Defined<Patch> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Defined<Patch>
}
