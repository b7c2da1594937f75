import { eq, inArray } from 'drizzle-orm'
import { type JobRequest, type LedgerRecord, type must, newId, platformErrors, type Tx } from '#sdk'
import type { Customer, GivenAnswers, Repeat } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { aboutCustomer, events } from '../events.ts'
import { momentText } from '../slots/moment-text.ts'
import type { ReadDiary, ServiceKey } from '../slots/read-diary.ts'
import { bookings } from '../tables.ts'
import { offerJobs, scheduleJobs, tellJob, tidyJob } from './booking-jobs.ts'
import type { Plan, PlannedTime, TimeWish } from './plan-times.ts'
import { readAnswers } from './read-answers.ts'
import { repeatTimes } from './repeat-times.ts'
import { type BookingRow, searchTextOf, selectBookings } from './select-bookings.ts'
import {
  type BookingValues,
  insertBooking,
  locksOf,
  mustTake,
  releaseOverdue,
  takenRefusals,
  takeTimes,
} from './take-time.ts'

/** How a request came and what it may do, beside its database. */
export interface Visit {
  /** The origin in links of messages. */
  readonly origin: string
  /** Whether it came with an Idempotency-Key. */
  readonly isKeyed: boolean
}

/** What is to be booked, by the workspace or by a customer. */
export interface BookingWish extends Omit<TimeWish, 'startsMs' | 'movingId'> {
  readonly service: ServiceKey
  readonly startMs: number
  readonly customer: Customer
  readonly answers: GivenAnswers
  readonly note: string | null
  readonly staffNote: string | null
  readonly timeZone: string | undefined
  readonly language: string | undefined
  readonly source: 'page' | 'workspace' | 'waitingList'
  readonly repeat: Repeat | null
  readonly notify: boolean
}

/** Books a time, or a series of times: all of them or none, unless those that are taken are to be left out. */
export async function createBookings(desk: Desk, visit: Visit, wish: BookingWish) {
  const startsMs = repeatTimes(wish.startMs, wish.repeat, desk.tenant.timeZone)
  const seriesId = startsMs.length > 1 ? newId() : null
  const skips = wish.repeat?.skipTaken === true
  const { source } = wish
  const take = async (plan: Plan) => {
    checkRepeat(plan.service, wish)
    const times = skips ? plan.times.filter(({ options }) => options.length > 0) : plan.times
    if (times.length === 0) throw plan.times[0]?.refusal() ?? errors.slotTaken()
    const values = valuesOf(plan.service, plan.party, wish, desk)
    const rows = await insertAll(desk, visit, { ...plan, times }, { ...values, source, seriesId }, wish)
    return { rows, skipped: plan.times.filter((time) => !times.includes(time)).map(({ startMs }) => startMs) }
  }
  return takeTimes(desk, { ...wish, startsMs }, visit.isKeyed || skips, take)
}

async function insertAll(
  desk: Desk,
  visit: Visit,
  plan: Plan,
  values: BookingValues,
  wish: BookingWish,
): Promise<BookingRow[]> {
  const ids = plan.times.map(({ bookingId }) => bookingId)
  const results = await desk.change(
    plan.times.map((time) => createdRecord(plan, time, wish)),
    (tx) => [
      ...plan.times.flatMap((time) => [
        releaseOverdue(tx, time),
        mustTake(insertBooking(tx, plan, time, values, desk.now)),
      ]),
      selectBookings(tx).where(inArray(bookings.id, ids)).orderBy(bookings.startsAt),
    ],
    { locks: locksOf(plan), refusals: takenRefusals, jobs: createdJobs(desk, visit, plan, wish) },
  )
  return results.at(-1) as unknown as BookingRow[]
}

function createdRecord(
  { service, party }: Plan,
  { bookingId, startMs, endMs }: PlannedTime,
  { customer, source }: BookingWish,
): LedgerRecord {
  return events.bookingCreated(
    `booking:${bookingId}`,
    {
      id: bookingId,
      serviceId: service.id,
      service: service.name,
      startsAt: momentText(startMs),
      endsAt: momentText(endMs),
      status: statusOf(service, source),
      party,
      customer,
    },
    aboutCustomer(customer),
  )
}

/** Of a series the first booking is told of: the message names the others. */
function createdJobs(
  { now }: Desk,
  { origin }: Visit,
  { service, times }: Plan,
  { notify, source }: BookingWish,
): JobRequest[] {
  const [first] = times
  if (!notify || first === undefined) return []
  const told = tellJob({ bookingId: first.bookingId, origin }, statusOf(service, source))
  return [told, ...times.flatMap((time) => scheduleJobs(service, { ...time, now, origin }))]
}

/** What a new booking waits for: somebody's yes, or nothing. What the workspace writes it has said yes to. */
export function statusOf(
  { needsConfirmation }: Pick<ReadDiary['service'], 'needsConfirmation'>,
  source: BookingWish['source'],
): 'pending' | 'confirmed' {
  return needsConfirmation && source !== 'workspace' ? 'pending' : 'confirmed'
}

/** What a booking holds beside its time, as somebody has filled the form. */
export function valuesOf(
  service: ReadDiary['service'],
  party: number,
  form: Pick<BookingWish, 'customer' | 'answers' | 'note' | 'staffNote' | 'timeZone' | 'language' | 'source'>,
  { tenant }: Pick<Desk, 'tenant'>,
): Omit<BookingValues, 'source'> {
  const { customer, note, staffNote } = form
  checkCustomer(customer, form.source)
  return {
    status: statusOf(service, form.source),
    ...customer,
    searchText: searchTextOf(customer),
    answers: readAnswers(service.questions, form.answers, form.source !== 'workspace'),
    note,
    staffNote,
    timeZone: form.timeZone ?? tenant.timeZone,
    language: form.language ?? tenant.language,
    ...priceOf(service, party),
  }
}

/** What it costs, paid on site. */
export function priceOf({ price, pricePer }: Pick<ReadDiary['service'], 'price' | 'pricePer'>, party: number) {
  if (price === null) return { priceMinor: null, currency: null }
  return { priceMinor: price.amount * (pricePer === 'guest' ? party : 1), currency: price.currency }
}

/** Whoever books by the page can be reached. */
function checkCustomer({ email }: Customer, source: BookingWish['source']): void {
  if (source === 'workspace' || email !== null) return
  const detail = 'Write your email address, so that you hear about your booking'
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/customer/email', detail }] })
}

function checkRepeat({ maxRepeats }: ReadDiary['service'], { repeat, source }: BookingWish): void {
  if (repeat === null || source === 'workspace' || repeat.count <= maxRepeats) return
  const detail = maxRepeats === 1 ? 'This cannot be booked in a row' : `At most ${maxRepeats} in a row`
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/repeat/count', detail }] })
}

/** What is done together with a hold. */
export interface HoldExtra {
  readonly records: readonly LedgerRecord[]
  readonly jobs: readonly JobRequest[]
  readonly statements: (tx: Tx) => readonly ReturnType<typeof must<unknown>>[]
}

export interface HoldWish extends Omit<TimeWish, 'startsMs' | 'movingId'> {
  readonly startMs: number
  readonly heldUntil: Date
  readonly source: BookingWish['source']
}

/** Holds a time while a form is filled. The hold ends by itself; until then nobody else gets the time. */
export async function placeHold(desk: Desk, visit: Visit, wish: HoldWish, extra?: (time: PlannedTime) => HoldExtra) {
  return takeTimes(desk, { ...wish, startsMs: [wish.startMs] }, visit.isKeyed, async (plan) => {
    const [time] = plan.times
    if (time === undefined) throw errors.slotTaken()
    return { row: await insertHold(desk, visit, wish, plan, time, extra?.(time)), service: plan.service }
  })
}

async function insertHold(
  desk: Desk,
  visit: Visit,
  wish: HoldWish,
  plan: Plan,
  time: PlannedTime,
  extra: HoldExtra | undefined,
): Promise<BookingRow> {
  const { bookingId, startMs, endMs } = time
  const heldUntil = momentText(wish.heldUntil.getTime())
  const data = {
    id: bookingId,
    serviceId: plan.service.id,
    startsAt: momentText(startMs),
    endsAt: momentText(endMs),
    heldUntil,
  }
  const { timeZone, language } = desk.tenant
  const price = priceOf(plan.service, plan.party)
  const values = { status: 'held', heldUntil, timeZone, language, source: wish.source, ...price } as const
  // Whoever waits hears of it when the hold comes to nothing; one that is an offer itself asks for the next turn on its own.
  const next = extra === undefined ? offerJobs(plan.service, bookingId, visit.origin, wish.heldUntil) : extra.jobs
  const results = await desk.change(
    [events.holdPlaced(`booking:${bookingId}`, data), ...(extra?.records ?? [])],
    (tx) => [
      releaseOverdue(tx, time),
      mustTake(insertBooking(tx, plan, time, values, desk.now)),
      ...(extra?.statements(tx) ?? []),
      selectBookings(tx).where(eq(bookings.id, bookingId)),
    ],
    { locks: locksOf(plan), refusals: takenRefusals, jobs: [tidyJob(desk.now), ...next] },
  )
  const [row] = results.at(-1) as unknown as BookingRow[]
  if (row === undefined) throw errors.slotTaken()
  return row
}
