import { count } from 'drizzle-orm'
import type { Plugin } from '#sdk'
import { companies, contacts } from './tables.ts'

/** What the page of the plan shows of this module. */
export const usage: NonNullable<Plugin['usage']> = [
  { id: 'contacts', title: 'Contacts', count: (db) => db.select({ used: count() }).from(contacts) },
  { id: 'companies', title: 'Companies', count: (db) => db.select({ used: count() }).from(companies) },
]
