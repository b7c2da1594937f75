import { sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import { isService, type ServiceKey } from '../slots/read-diary.ts'
import { services } from '../tables.ts'

const reachMs = 14 * 86_400_000

/** How many bookings each resource of a service has in the four weeks around a moment: whose turn it is goes by that. */
export function selectLoads(db: Db, key: ServiceKey, startMs: number) {
  const from = new Date(startMs - reachMs).toISOString()
  const to = new Date(startMs + reachMs).toISOString()
  return db
    .select({ resourceId: sql<string>`c.resource_id`, count: sql<number>`count(distinct c.session_id)::int` })
    .from(sql`booking.claims c`)
    .where(
      sql`c.active and c.starts_at >= ${from}::timestamptz and c.starts_at < ${to}::timestamptz and c.resource_id in (
        select m.resource_id from booking.service_resources m join ${services} on ${services.id} = m.service_id where ${isService(key)})`,
    )
    .groupBy(sql`c.resource_id`)
}
