import { count, isNull, ne } from 'drizzle-orm'
import type { Plugin } from '#sdk'
import { bookings, resources } from './tables.ts'

/** What the page of the plan shows of this module. */
export const usage: NonNullable<Plugin['usage']> = [
  {
    id: 'bookings',
    title: 'Bookings',
    count: (db) => db.select({ used: count() }).from(bookings).where(ne(bookings.status, 'held')),
  },
  {
    id: 'resources',
    title: 'People, rooms and equipment',
    count: (db) => db.select({ used: count() }).from(resources).where(isNull(resources.deletedAt)),
  },
]
