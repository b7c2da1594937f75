import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import type { ReadFunction } from '#sdk'
import { matchingBookings, presentBooking, selectBookings } from '../bookings/select-bookings.ts'
import type { CalendarQuery, CalendarView } from '../contract.ts'
import { boundsOf } from '../slots/list-slots.ts'
import { momentText } from '../slots/moment-text.ts'
import { openingsOf, openTimesOf } from '../slots/open-times.ts'
import { selectDaysOff } from '../slots/read-diary.ts'
import { bookings, busyTimes, resources, services } from '../tables.ts'

const mostBookings = 3000

interface Clock {
  readonly read: ReadFunction
  readonly tenant: { readonly timeZone: string }
}

/** Everything that a calendar draws of some days, in one round trip. */
export async function readCalendar(
  { read, tenant }: Clock,
  query: InferOutput<typeof CalendarQuery>,
): Promise<InferOutput<typeof CalendarView>> {
  const { fromMs, toMs } = boundsOf({ ...query, timeZone: tenant.timeZone })
  const [from, to] = [momentText(fromMs), momentText(toMs)]
  const { resourceIds, serviceId } = query
  const ids = resourceIds ?? []
  const chosen = sql`(select r.id from booking.resources r where r.deleted_at is null ${
    resourceIds === undefined ? sql`` : sql`and r.id = any (${`{${ids.join(',')}}`}::uuid[])`
  })`
  const [resourceRows, serviceRows, daysOff, busy, booked] = await read((db) => [
    db
      .select({
        id: resources.id,
        name: resources.name,
        kind: resources.kind,
        colour: resources.colour,
        capacity: resources.capacity,
        active: resources.active,
        timeZone: resources.timeZone,
        hours: resources.hours,
      })
      .from(resources)
      .where(and(isNull(resources.deletedAt), resourceIds === undefined ? undefined : inArray(resources.id, ids)))
      .orderBy(
        sql`array_position(array['person', 'room', 'equipment'], ${resources.kind})`,
        asc(resources.name),
        asc(resources.id),
      ),
    db
      .select({
        id: services.id,
        name: services.name,
        colour: services.colour,
        durations: sql<number[]>`${services.details} -> 'durations'`,
        seats: sql<number>`(${services.details} ->> 'seats')::int`,
        resourceIds: sql<
          string[]
        >`(select coalesce(json_agg(distinct m.resource_id), '[]') from booking.service_resources m where m.service_id = ${services.id})`,
      })
      .from(services)
      .where(and(isNull(services.deletedAt), eq(services.active, true)))
      .orderBy(asc(services.name), asc(services.id)),
    selectDaysOff(db, chosen, sql`${from}::timestamptz`, sql`${to}::timestamptz`),
    db
      .select()
      .from(busyTimes)
      .where(
        sql`${busyTimes.resourceId} in ${chosen} and ${busyTimes.endsAt} > ${from}::timestamptz and ${busyTimes.startsAt} < ${to}::timestamptz`,
      )
      .orderBy(asc(busyTimes.startsAt))
      .limit(mostBookings),
    selectBookings(db)
      .where(
        and(
          matchingBookings({ from, to, serviceId, status: ['held', 'pending', 'confirmed', 'noShow'] }),
          resourceIds === undefined
            ? undefined
            : sql`exists (select from booking.claims c where c.booking_id = ${bookings.id} and c.resource_id in ${chosen})`,
        ),
      )
      .orderBy(asc(bookings.startsAt), asc(bookings.id))
      .limit(mostBookings),
  ])
  return {
    timeZone: tenant.timeZone,
    resources: resourceRows.map(({ timeZone, hours, ...shown }) => {
      const own = daysOff.filter(({ resourceId }) => resourceId === shown.id)
      const exceptions = [...own, ...daysOff.filter(({ resourceId }) => resourceId === null)]
      const open = openTimesOf(
        openingsOf({ timeZone: timeZone ?? tenant.timeZone, week: hours, exceptions }, fromMs, toMs),
      )
      return {
        ...shown,
        open: open.map((time) => ({ startsAt: momentText(time.fromMs), endsAt: momentText(time.toMs) })),
      }
    }),
    services: serviceRows,
    bookings: booked.map(presentBooking),
    busy,
  }
}
