import { eq, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import type { Db } from '#sdk'
import type { Waiting } from '../contract.ts'
import { bookings, services, waiting } from '../tables.ts'

const waitingColumns = {
  id: waiting.id,
  version: waiting.version,
  // What was waited for in vain is over, whether or not anybody has noted it.
  state: sql<
    (typeof waiting.$inferSelect)['state']
  >`case when ${waiting.state} = 'waiting' and ${waiting.until} < now() then 'over'
    when ${waiting.state} = 'offered' and ${bookings.heldUntil} < now() then 'waiting' else ${waiting.state} end`.as(
    'state',
  ),
  serviceId: waiting.serviceId,
  serviceName: sql<string>`${services.name}`.as('service_name'),
  serviceColour: sql<string>`${services.colour}`.as('service_colour'),
  fromDay: waiting.fromDay,
  toDay: waiting.toDay,
  durationMinutes: waiting.durationMinutes,
  party: waiting.party,
  resourceIds: waiting.resourceIds,
  name: waiting.name,
  email: waiting.email,
  phone: waiting.phone,
  answers: waiting.answers,
  note: waiting.note,
  timeZone: waiting.timeZone,
  language: waiting.language,
  bookingId: waiting.bookingId,
  startsAt: bookings.startsAt,
  endsAt: bookings.endsAt,
  heldUntil: bookings.heldUntil,
  createdAt: waiting.createdAt,
}

/** Places on waiting lists, with the service and the time that is offered. */
export function selectWaiting(db: Db) {
  return db
    .select(waitingColumns)
    .from(waiting)
    .innerJoin(services, eq(services.id, waiting.serviceId))
    .leftJoin(bookings, eq(bookings.id, waiting.bookingId))
    .$dynamic()
}
export type WaitingRow = Awaited<ReturnType<typeof selectWaiting>>[number]

/** A place as the workspace sees it. */
export function presentWaiting(row: WaitingRow): InferOutput<typeof Waiting> {
  const { id, state, serviceId, serviceName, serviceColour, fromDay, toDay, party, createdAt } = row
  return {
    id,
    state,
    service: { id: serviceId, name: serviceName, colour: serviceColour },
    fromDay,
    toDay,
    customer: { name: row.name, email: row.email, phone: row.phone },
    party,
    offer: offerOf(row),
    bookingId: state === 'booked' ? row.bookingId : null,
    createdAt,
  }
}

function offerOf({ state, bookingId, startsAt, heldUntil }: WaitingRow) {
  if (state !== 'offered' || bookingId === null || startsAt === null || heldUntil === null) return null
  return { bookingId, startsAt, until: heldUntil }
}
