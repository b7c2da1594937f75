import { sql } from 'drizzle-orm'
import { contactKeys, contacts } from '../tables.ts'

/** The condition that an email or phone key belongs to somebody who is not in the trash. */
export const isOfLiveContact = sql`exists (select from ${contacts} where ${contacts.id} = ${contactKeys.contactId} and ${contacts.deletedAt} is null)`
