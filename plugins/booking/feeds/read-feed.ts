import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { presentBooking, selectBookings } from '../bookings/select-bookings.ts'
import type { Booking } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { bookings, feeds } from '../tables.ts'

const dayMs = 86_400_000
const mostBookings = 5000

/** The bookings behind a secret address: a month back and a year ahead. */
export async function readFeed({ read, now }: Pick<Desk, 'read' | 'now'>, token: string): Promise<Booking[]> {
  const hash = await hashOf(token)
  const isFeed = sql`exists (select from booking.feeds f where f.token_hash = ${hash} and (f.resource_id is null or exists (
    select from booking.claims c where c.booking_id = ${bookings.id} and c.resource_id = f.resource_id)))`
  const [found, rows] = await read((db) => [
    db.select({ id: feeds.id }).from(feeds).where(eq(feeds.tokenHash, hash)),
    selectBookings(db)
      .where(
        and(
          isFeed,
          inArray(bookings.status, ['pending', 'confirmed', 'noShow', 'cancelled']),
          gt(bookings.endsAt, new Date(now.getTime() - 30 * dayMs).toISOString()),
          lt(bookings.startsAt, new Date(now.getTime() + 366 * dayMs).toISOString()),
          sql`${bookings.name} is not null`,
        ),
      )
      .orderBy(asc(bookings.startsAt))
      .limit(mostBookings),
  ])
  if (found.length === 0) throw errors.feedNotFound()
  return rows.map(presentBooking)
}

/** What is stored of a token: SHA-256 in hex. */
export async function hashOf(token: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
