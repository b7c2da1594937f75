import { type SQL, sql } from 'drizzle-orm'
import { contacts } from '../tables.ts'

/** What a joined contact is called, as `nameOf` says it: by name, company, email or phone. Null without a contact. */
export const contactName: SQL<string | null> = sql<
  string | null
>`case when ${contacts.id} is not null then coalesce(nullif(concat_ws(' ', nullif(${contacts.firstName}, ''), nullif(${contacts.lastName}, '')), ''),
  (select o.name from crm.companies o where o.id = ${contacts.companyId} and o.deleted_at is null), ${contacts.emails}[1], ${contacts.phones}[1], '') end`
