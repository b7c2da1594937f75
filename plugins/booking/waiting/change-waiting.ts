import { and, eq, inArray, sql } from 'drizzle-orm'
import { must, newId, platformErrors } from '#sdk'
import { confirmHold, releaseHold } from '../bookings/change-booking.ts'
import type { Visit } from '../bookings/create-booking.ts'
import { readAnswers } from '../bookings/read-answers.ts'
import type { NewWaiting } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { aboutCustomer, events } from '../events.ts'
import { findPublicService } from '../public/read-service.ts'
import { durationOf } from '../slots/list-slots.ts'
import { momentText } from '../slots/moment-text.ts'
import { addDays, clockOf, daysBetween, localStartOf } from '../slots/zone-clock.ts'
import { waiting } from '../tables.ts'
import { selectWaiting } from './select-waiting.ts'

const mostDays = 62

/** Puts somebody on the waiting list of a service, for some days. A time that is free already is offered at once. */
export async function joinWaiting(desk: Desk, visit: Visit, given: NewWaiting): Promise<string> {
  const { service } = await findPublicService(desk, given.service, given.key)
  if (!service.waitingList) throw errors.noWaitingList()
  const { fromDay, toDay, customer, party, note, resourceIds } = given
  checkDays(fromDay, toDay)
  if (customer.email === null)
    throw refusal('#/customer/email', 'Write your email address, so that you hear of a free time')
  const { tenant } = desk
  const id = newId()
  const until = momentText(clockOf(tenant.timeZone).reach(localStartOf(addDays(toDay, 1))))
  const values = {
    id,
    serviceId: service.id,
    state: 'waiting',
    fromDay,
    toDay,
    until,
    durationMinutes: durationOf(service, given.durationMinutes),
    party,
    resourceIds,
    ...customer,
    answers: readAnswers(service.questions, given.answers, true),
    note,
    timeZone: given.timeZone ?? tenant.timeZone,
    language: given.language ?? tenant.language,
  } as const
  await desk.change(
    events.waitingJoined(`waiting:${id}`, { id, serviceId: service.id, fromDay, toDay }, aboutCustomer(customer)),
    (tx) => tx.insert(waiting).values(values),
    { jobs: [{ name: 'offer', payload: { serviceId: service.id, origin: visit.origin }, key: `offer:${id}` }] },
  )
  return id
}

function checkDays(fromDay: string, toDay: string): void {
  if (daysBetween(fromDay, toDay) >= mostDays) throw refusal('#/toDay', `At most ${mostDays} days`)
}

function refusal(pointer: string, detail: string) {
  return platformErrors.invalid({ errors: [{ in: 'body', pointer, detail }] })
}

export async function findWaiting({ db }: Pick<Desk, 'db'>, id: string) {
  const [row] = await selectWaiting(db).where(eq(waiting.id, id))
  if (row === undefined) throw errors.waitingNotFound({ id })
  return row
}

/** Takes the time that is offered: the hold becomes a booking. */
export async function acceptOffer(desk: Desk, visit: Visit, id: string) {
  const row = await findWaiting(desk, id)
  const { bookingId } = row
  if (row.state !== 'offered' || bookingId === null) throw errors.offerOver({ id })
  const form = {
    customer: { name: row.name, email: row.email, phone: row.phone },
    answers: Object.fromEntries(row.answers.map(({ key, answer }) => [key, answer])),
    note: row.note,
    timeZone: row.timeZone,
    language: row.language,
    source: 'waitingList',
  } as const
  const { row: booking } = await confirmHold(desk, visit, bookingId, form, {
    records: [events.waitingBooked(`waiting:${id}`, { id, bookingId })],
    statements: (tx) => [
      must(
        tx
          .update(waiting)
          .set({ state: 'booked', version: sql`${waiting.version} + 1`, updatedAt: desk.now.toISOString() })
          .where(and(eq(waiting.id, id), eq(waiting.state, 'offered'), eq(waiting.bookingId, bookingId)))
          .returning({ id: waiting.id }),
        errors.offerOver({ id }),
      ),
    ],
  })
  return booking
}

/** Leaves the waiting list; a time that was offered goes to the next. */
export async function leaveWaiting(desk: Desk, visit: Visit, id: string): Promise<void> {
  const row = await findWaiting(desk, id)
  if (row.state === 'left') return
  await desk.change(events.waitingLeft(`waiting:${id}`, { id }), (tx) =>
    must(
      tx
        .update(waiting)
        .set({ state: 'left', version: sql`${waiting.version} + 1`, updatedAt: desk.now.toISOString() })
        .where(and(eq(waiting.id, id), inArray(waiting.state, ['waiting', 'offered'])))
        .returning({ id: waiting.id }),
      errors.offerOver({ id }),
    ),
  )
  if (row.state === 'offered' && row.bookingId !== null) await releaseHold(desk, visit, row.bookingId)
}
