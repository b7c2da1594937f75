import { eq, sql } from 'drizzle-orm'
import type { Plugin } from '#sdk'
import { dailyLimits } from './sending/plan.ts'
import { days } from './tables.ts'

/** How many mails went out today, by UTC. */
export const usage: NonNullable<Plugin['usage']> = [
  {
    id: 'mails_today',
    title: 'Mails today',
    limits: dailyLimits,
    count: (db) =>
      db
        .select({ used: sql<number>`coalesce(sum(${days.used}), 0)::integer` })
        .from(days)
        .where(eq(days.day, sql`(now() at time zone 'utc')::date`)),
  },
]
