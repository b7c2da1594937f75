import { and, eq, isNull } from 'drizzle-orm'
import * as v from 'valibot'
import type { HeardContext, HeardRecord } from '#sdk'
import { NewContact } from '../contract.ts'
import { normalizeEmail } from '../normalize-email.ts'
import type { Settings } from '../settings.ts'
import { contactKeys, contacts } from '../tables.ts'
import { createContact } from './save-contact.ts'

/** What is read of a booking, by whichever module takes them. */
const Booked = v.object({
  customer: v.object({ name: v.string(), email: v.string(), phone: v.optional(v.nullable(v.string()), null) }),
})

/** Whoever books and is not known by their email address becomes a contact. */
export async function hearBooking(context: HeardContext<Settings>, { data }: HeardRecord): Promise<void> {
  const booked = v.safeParse(Booked, data)
  if (!booked.success) return
  const { name, email, phone } = booked.output.customer
  const address = normalizeEmail(email)
  if (address === undefined) return
  const [known] = await context.db
    .select({ id: contacts.id })
    .from(contactKeys)
    .innerJoin(contacts, eq(contacts.id, contactKeys.contactId))
    .where(and(eq(contactKeys.key, `e:${address}`), isNull(contacts.deletedAt)))
    .limit(1)
  if (known !== undefined) return
  const end = name.lastIndexOf(' ')
  const [firstName, lastName] = end === -1 ? [name, ''] : [name.slice(0, end).trim(), name.slice(end + 1)]
  const draft = { firstName, lastName, emails: [email], phones: phone === null ? [] : [phone] }
  await createContact(context, v.parse(NewContact, draft), context.settings.callingCode)
}
