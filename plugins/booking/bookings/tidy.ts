import { and, eq, lt, sql } from 'drizzle-orm'
import type { JobOutcome } from '#sdk'
import type { Desk } from '../desk.ts'
import { events } from '../events.ts'
import { bookings } from '../tables.ts'

const dayMs = 86_400_000

/** The job: removes holds that came to nothing a day ago; what they had taken was free long before. */
export async function tidy({ change, now }: Pick<Desk, 'change' | 'now'>): Promise<JobOutcome> {
  const before = new Date(now.getTime() - dayMs).toISOString()
  await change(events.holdTidied('holds', { before }), (tx) =>
    tx
      .delete(bookings)
      .where(
        and(
          eq(bookings.status, 'held'),
          lt(bookings.heldUntil, before),
          sql`not exists (select from booking.waiting w where w.booking_id = ${bookings.id})`,
        ),
      ),
  )
  return 'done'
}
