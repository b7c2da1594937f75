import { count, isNull } from 'drizzle-orm'
import type { Plugin } from '#sdk'
import { companies, contacts, deals } from './tables.ts'

/** What the page of the plan shows of this module. */
export const usage: NonNullable<Plugin['usage']> = [
  {
    id: 'contacts',
    title: 'Contacts',
    count: (db) => db.select({ used: count() }).from(contacts).where(isNull(contacts.deletedAt)),
  },
  {
    id: 'companies',
    title: 'Companies',
    count: (db) => db.select({ used: count() }).from(companies).where(isNull(companies.deletedAt)),
  },
  {
    id: 'deals',
    title: 'Deals',
    count: (db) => db.select({ used: count() }).from(deals).where(isNull(deals.deletedAt)),
  },
]
