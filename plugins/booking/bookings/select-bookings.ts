import { and, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import { foldText } from '#sdk'
import type { Booking, BookingFilter } from '../contract.ts'
import type { SortOrder } from '../lists/sort-order.ts'
import { bookings, services } from '../tables.ts'

type Named = Booking['resources'][number]

const named = sql<
  Named[]
>`(select coalesce(json_agg(json_build_object('id', r.id, 'name', r.name, 'kind', r.kind, 'colour', r.colour)
    order by c.place), '[]') from booking.claims c join booking.resources r on r.id = c.resource_id
    where c.booking_id = ${bookings.id})`

const bookingColumns = {
  id: bookings.id,
  version: bookings.version,
  createdAt: bookings.createdAt,
  updatedAt: bookings.updatedAt,
  status: bookings.status,
  serviceId: bookings.serviceId,
  serviceName: sql<string>`${services.name}`.as('service_name'),
  serviceSlug: sql<string>`${services.slug}`.as('service_slug'),
  serviceColour: sql<string>`${services.colour}`.as('service_colour'),
  seats: sql<number>`(${services.details} ->> 'seats')::int`.as('seats'),
  location: sql<Booking['location']>`${services.details} -> 'location'`.as('location'),
  startsAt: bookings.startsAt,
  endsAt: bookings.endsAt,
  name: bookings.name,
  email: bookings.email,
  phone: bookings.phone,
  party: bookings.party,
  sessionId: bookings.sessionId,
  resources: named.as('resources'),
  priceMinor: bookings.priceMinor,
  currency: bookings.currency,
  answers: bookings.answers,
  note: bookings.note,
  staffNote: bookings.staffNote,
  timeZone: bookings.timeZone,
  language: bookings.language,
  source: bookings.source,
  seriesId: bookings.seriesId,
  heldUntil: bookings.heldUntil,
  cancelReason: bookings.cancelReason,
  cancelledAt: bookings.cancelledAt,
}

/** Bookings with their service and what they take. */
export function selectBookings(db: Db) {
  return db.select(bookingColumns).from(bookings).innerJoin(services, eq(services.id, bookings.serviceId)).$dynamic()
}
export type BookingRow = Awaited<ReturnType<typeof selectBookings>>[number]

/** A booking as it goes on the wire. */
export function presentBooking(row: BookingRow): Booking {
  const { serviceId, serviceName, serviceSlug, serviceColour, name, email, phone, priceMinor, currency, ...shown } = row
  return {
    ...shown,
    service: { id: serviceId, name: serviceName, slug: serviceSlug, colour: serviceColour },
    durationMinutes: (Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 60_000,
    customer: name === null ? null : { name, email, phone },
    location: { kind: row.location.kind, details: row.location.details ?? null },
    price: priceMinor === null || currency === null ? null : { amount: priceMinor, currency },
  }
}

const shownStatuses: NonNullable<BookingFilter['status']> = ['pending', 'confirmed', 'noShow', 'cancelled', 'declined']

/** The condition of a filter; without a status, everything but holds. */
export function matchingBookings({
  from,
  to,
  serviceId,
  resourceId,
  seriesId,
  sessionId,
  status,
  q,
}: BookingFilter): SQL | undefined {
  return and(
    from === undefined ? undefined : gt(bookings.endsAt, from),
    to === undefined ? undefined : lt(bookings.startsAt, to),
    serviceId === undefined ? undefined : eq(bookings.serviceId, serviceId),
    seriesId === undefined ? undefined : eq(bookings.seriesId, seriesId),
    sessionId === undefined ? undefined : eq(bookings.sessionId, sessionId),
    inArray(bookings.status, [...(status ?? shownStatuses)]),
    // A hold whose time is over is none.
    sql`(${bookings.heldUntil} is null or ${bookings.heldUntil} > now())`,
    resourceId === undefined
      ? undefined
      : sql`exists (select from booking.claims c where c.booking_id = ${bookings.id} and c.resource_id = ${resourceId}::uuid)`,
    ...wordsOf(q).map((word) => sql`${bookings.searchText} like ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`}`),
  )
}

function wordsOf(q: string | undefined): string[] {
  return foldText(q ?? '')
    .split(' ')
    .filter((word) => word !== '')
}

/** What searches look into. */
export function searchTextOf(customer: { name: string; email: string | null; phone: string | null }): string {
  return foldText(
    `${customer.name} ${customer.email ?? ''} ${customer.phone ?? ''} ${(customer.phone ?? '').replaceAll(/\D/g, '')}`,
  )
}

type Keys = Pick<BookingRow, 'id' | 'startsAt'>
export const bookingOrders: Readonly<Record<'startsAt' | '-startsAt' | 'newest', SortOrder<Keys>>> = {
  startsAt: { by: [bookings.startsAt, bookings.id], keyOf: ({ startsAt, id }) => [startsAt, id] },
  '-startsAt': {
    by: [bookings.startsAt, bookings.id],
    isDescending: true,
    keyOf: ({ startsAt, id }) => [startsAt, id],
  },
  newest: { by: [bookings.id], isDescending: true, keyOf: ({ id }) => [id] },
}
