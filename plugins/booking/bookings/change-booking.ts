import { and, eq, gte, inArray, type SQL, sql } from 'drizzle-orm'
import { AppError, type JobRequest, type LedgerRecord, must, platformErrors, type Tx } from '#sdk'
import type { BookingPatch, BookingStatus } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { aboutCustomer, events } from '../events.ts'
import { presentService, selectServices } from '../services/select-services.ts'
import { momentText } from '../slots/moment-text.ts'
import { bookings, services } from '../tables.ts'
import { offerJobs, scheduleJobs, tellJob, unscheduleJobs } from './booking-jobs.ts'
import { type HoldExtra, type Visit, valuesOf } from './create-booking.ts'
import type { TimeWish } from './plan-times.ts'
import { readAnswers } from './read-answers.ts'
import { type BookingRow, presentBooking, searchTextOf, selectBookings } from './select-bookings.ts'
import { locksOf, moveBooking, mustTake, releaseOverdue, takenRefusals, takeTimes } from './take-time.ts'

/** A booking with its service, as they are; a hold whose time is over is not there any more. */
export async function findBooking({ read }: Pick<Desk, 'read'>, id: string) {
  const [[row], [service]] = await read((db) => [
    selectBookings(db).where(eq(bookings.id, id)),
    selectServices(db, sql`${services.id} = (select b.service_id from booking.bookings b where b.id = ${id}::uuid)`),
  ])
  if (row === undefined || service === undefined) throw errors.bookingNotFound({ id })
  return { row, service: { ...presentService(service), linkKey: service.linkKey } }
}

/** Changes what a booking says beside its time. */
export async function updateBooking(desk: Desk, id: string, patch: BookingPatch, wanted: number | undefined) {
  const { row, service } = await findBooking(desk, id)
  const { customer, answers, note, staffNote } = patch
  const set = {
    ...(customer === undefined ? {} : { ...customer, searchText: searchTextOf(customer) }),
    ...(answers === undefined ? {} : { answers: readAnswers(service.questions, answers, false) }),
    ...(note === undefined ? {} : { note }),
    ...(staffNote === undefined ? {} : { staffNote }),
    version: sql`${bookings.version} + 1`,
    updatedAt: desk.now.toISOString(),
  }
  const record = events.bookingUpdated(
    `booking:${id}`,
    { id, fields: Object.keys(patch) },
    aboutCustomer(customer ?? row),
  )
  const [, [changed]] = await desk.change(record, (tx) => [
    must(
      tx
        .update(bookings)
        .set(set)
        .where(and(eq(bookings.id, id), wanted === undefined ? undefined : eq(bookings.version, wanted)))
        .returning({ id: bookings.id }),
      platformErrors.versionChanged(),
    ),
    selectBookings(tx).where(eq(bookings.id, id)),
  ])
  return presentRow(changed)
}

/** How a booking changes its state: from which, to which, and what goes with it. */
interface Turn {
  readonly from: readonly BookingStatus[]
  readonly to: BookingStatus
  readonly set?: Partial<typeof bookings.$inferInsert>
  /** Whether what it had taken is free again. */
  readonly frees: boolean
  readonly records: readonly LedgerRecord[]
  readonly jobs: readonly JobRequest[]
}

async function turn(
  desk: Desk,
  ids: readonly string[],
  { from, to, set, frees, records, jobs }: Turn,
  wanted?: number,
) {
  const [first = ''] = ids
  const results = await desk.change(
    records,
    (tx) => [
      must(
        tx
          .update(bookings)
          .set({
            ...set,
            status: to,
            heldUntil: null,
            version: sql`${bookings.version} + 1`,
            updatedAt: desk.now.toISOString(),
          })
          .where(
            and(
              inArray(bookings.id, [...ids]),
              inArray(bookings.status, [...from]),
              wanted === undefined ? undefined : eq(bookings.version, wanted),
            ),
          )
          .returning({ id: bookings.id }),
        wanted === undefined ? errors.wrongState({ id: first }) : platformErrors.versionChanged(),
      ),
      ...(frees ? [releaseClaims(tx, ids)] : []),
      selectBookings(tx).where(eq(bookings.id, first)),
    ],
    { jobs },
  )
  return presentRow((results.at(-1) as unknown as BookingRow[])[0])
}

function releaseClaims(tx: Tx, ids: readonly string[]) {
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  )
  return tx.execute(sql`update booking.claims set active = false where booking_id in (${list}) and active`)
}

interface CancelWish {
  readonly reason: string | null
  readonly scope: 'one' | 'following'
  readonly notify: boolean
}

/** Cancels a booking, or it and what follows it in its series: their time is free from this moment on. */
export async function cancelBooking(desk: Desk, visit: Visit, id: string, wish: CancelWish, wanted?: number) {
  const { row, service } = await findBooking(desk, id)
  const rows = wish.scope === 'following' && row.seriesId !== null ? await findFollowing(desk, row) : [row]
  const told =
    wish.notify && row.name !== null ? [tellJob({ bookingId: id, origin: visit.origin }, 'cancelled', wish.reason)] : []
  return turn(
    desk,
    [id, ...rows.flatMap((each) => (each.id === id ? [] : [each.id]))],
    {
      from: ['pending', 'confirmed'],
      to: 'cancelled',
      set: { cancelReason: wish.reason, cancelledAt: desk.now.toISOString() },
      frees: true,
      records: rows.map((each) =>
        events.bookingCancelled(`booking:${each.id}`, endedOf(each, wish.reason), aboutCustomer(each)),
      ),
      jobs: [
        ...told,
        ...rows.flatMap((each) => [...unscheduleJobs(service, each.id), ...offerJobs(service, each.id, visit.origin)]),
      ],
    },
    wanted,
  )
}

function endedOf({ id, startsAt, endsAt }: BookingRow, reason: string | null) {
  return { id, startsAt, endsAt, reason }
}

function findFollowing({ db }: Desk, row: BookingRow): Promise<BookingRow[]> {
  return selectBookings(db)
    .where(
      and(
        eq(bookings.seriesId, row.seriesId ?? row.id),
        gte(bookings.startsAt, row.startsAt),
        inArray(bookings.status, ['pending', 'confirmed']),
      ),
    )
    .orderBy(bookings.startsAt)
    .limit(100)
}

/** Says yes to a booking that waits for it. */
export async function confirmBooking(desk: Desk, visit: Visit, id: string, notify: boolean) {
  const { row, service } = await findBooking(desk, id)
  const facts = {
    bookingId: id,
    startMs: Date.parse(row.startsAt),
    endMs: Date.parse(row.endsAt),
    now: desk.now,
    ...visit,
  }
  const { startsAt, endsAt, party } = row
  const data = {
    id,
    serviceId: service.id,
    service: service.name,
    startsAt,
    endsAt,
    status: 'confirmed',
    party,
  } as const
  return turn(desk, [id], {
    from: ['pending'],
    to: 'confirmed',
    frees: false,
    records: [events.bookingConfirmed(`booking:${id}`, data, aboutCustomer(row))],
    jobs: [...(notify ? [tellJob(facts, 'confirmed')] : []), ...scheduleJobs(service, facts)],
  })
}

/** Says no to a booking that waits for an answer: its time is free again. */
export async function declineBooking(desk: Desk, visit: Visit, id: string, wish: Omit<CancelWish, 'scope'>) {
  const { row, service } = await findBooking(desk, id)
  const told = wish.notify ? [tellJob({ bookingId: id, origin: visit.origin }, 'declined', wish.reason)] : []
  return turn(desk, [id], {
    from: ['pending'],
    to: 'declined',
    set: { cancelReason: wish.reason, cancelledAt: desk.now.toISOString() },
    frees: true,
    records: [events.bookingDeclined(`booking:${id}`, endedOf(row, wish.reason), aboutCustomer(row))],
    jobs: [...told, ...unscheduleJobs(service, id), ...offerJobs(service, id, visit.origin)],
  })
}

/** Notes that nobody came, or that somebody did after all. */
export async function markNoShow(desk: Desk, id: string, noShow: boolean) {
  const { row } = await findBooking(desk, id)
  if (noShow && Date.parse(row.startsAt) > desk.now.getTime())
    throw errors.wrongState({ id, detail: 'It has not begun yet' })
  return turn(desk, [id], {
    from: [noShow ? 'confirmed' : 'noShow'],
    to: noShow ? 'noShow' : 'confirmed',
    frees: false,
    records: [events.bookingMissed(`booking:${id}`, { id, noShow }, aboutCustomer(row))],
    jobs: [],
  })
}

export interface MoveWish extends Pick<TimeWish, 'durationMinutes' | 'anyTime'> {
  readonly startMs?: number | undefined
  readonly resourceIds?: readonly string[] | undefined
  readonly notify: boolean
}

const movable: readonly BookingStatus[] = ['pending', 'confirmed']

/** Moves a booking to another time, other resources or both. What it leaves is free in the same moment. */
export async function moveToTime(desk: Desk, visit: Visit, id: string, wish: MoveWish, wanted?: number) {
  const { row, service } = await findBooking(desk, id)
  if (!movable.includes(row.status)) throw errors.wrongState({ id })
  const startMs = wish.startMs ?? Date.parse(row.startsAt)
  const stays = wish.startMs === undefined || startMs === Date.parse(row.startsAt)
  const times: TimeWish = {
    service: { id: service.id },
    startsMs: [startMs],
    durationMinutes: wish.durationMinutes ?? (Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 60_000,
    party: row.party,
    wanted: wish.resourceIds ?? (stays ? row.resources.map((each) => each.id) : []),
    anyTime: wish.anyTime,
    movingId: id,
    admit: () => undefined,
  }
  return takeTimes(desk, times, visit.isKeyed, async (plan) => {
    const [time] = plan.times
    if (time === undefined) throw errors.slotTaken()
    const isThere: SQL = sql`b.status in ('pending', 'confirmed') and ${wanted === undefined ? sql`true` : sql`b.version = ${wanted}`}`
    const moved = { id, startsAt: momentText(time.startMs), endsAt: momentText(time.endMs) }
    const facts = { ...time, now: desk.now, origin: visit.origin }
    const record = events.bookingMoved(`booking:${id}`, { ...moved, fromStartsAt: row.startsAt }, aboutCustomer(row))
    const results = await desk.change(
      record,
      (tx) => [
        must(
          tx
            .select({ id: bookings.id })
            .from(bookings)
            .where(
              and(
                eq(bookings.id, id),
                inArray(bookings.status, [...movable]),
                wanted === undefined ? undefined : eq(bookings.version, wanted),
              ),
            ),
          wanted === undefined ? errors.wrongState({ id }) : platformErrors.versionChanged(),
        ),
        releaseOverdue(tx, time),
        tx.execute(sql`delete from booking.claims where booking_id = ${id}::uuid`),
        mustTake(moveBooking(tx, plan, time, isThere, desk.now)),
        selectBookings(tx).where(eq(bookings.id, id)),
      ],
      {
        locks: [...locksOf(plan), `booking:${id}`],
        refusals: takenRefusals,
        jobs: [
          ...(wish.notify ? [tellJob({ bookingId: id, origin: visit.origin }, 'moved')] : []),
          ...(row.status === 'confirmed' ? scheduleJobs(plan.service, facts) : []),
          ...offerJobs(plan.service, id, visit.origin),
        ],
      },
    )
    return presentRow((results.at(-1) as unknown as BookingRow[])[0])
  })
}

/** Turns a hold into a booking with what the form says. */
export async function confirmHold(
  desk: Desk,
  visit: Visit,
  id: string,
  form: Omit<Parameters<typeof valuesOf>[2], 'staffNote' | 'source'> & { readonly source: 'page' | 'waitingList' },
  extra: Pick<HoldExtra, 'records' | 'statements'> = { records: [], statements: () => [] },
) {
  const { row, service } = await findBooking(desk, id)
  const values = valuesOf(service, row.party, { ...form, staffNote: null }, desk)
  const { startsAt, endsAt, party } = row
  const status = values.status === 'pending' ? 'pending' : 'confirmed'
  const data = {
    id,
    serviceId: service.id,
    service: service.name,
    startsAt,
    endsAt,
    status,
    party,
    customer: form.customer,
  } as const
  const facts = {
    bookingId: id,
    startMs: Date.parse(startsAt),
    endMs: Date.parse(endsAt),
    now: desk.now,
    origin: visit.origin,
  }
  try {
    const results = await desk.change(
      [events.bookingCreated(`booking:${id}`, data, aboutCustomer(form.customer)), ...extra.records],
      (tx) => [
        // Whoever wanted the time after its end has taken the claims of the hold: while they are there, it is still ours.
        must(keepClaims(tx, id), errors.holdOver({ id })),
        must(
          tx
            .update(bookings)
            .set({
              ...values,
              heldUntil: null,
              version: sql`${bookings.version} + 1`,
              updatedAt: desk.now.toISOString(),
            })
            .where(and(eq(bookings.id, id), eq(bookings.status, 'held')))
            .returning({ id: bookings.id }),
          errors.holdOver({ id }),
        ),
        ...extra.statements(tx),
        selectBookings(tx).where(eq(bookings.id, id)),
      ],
      { refusals: { ...takenRefusals }, jobs: [tellJob(facts, status), ...scheduleJobs(service, facts)] },
    )
    return { row: onlyRow((results.at(-1) as unknown as BookingRow[])[0]), service }
  } catch (error) {
    if (error instanceof AppError && error.code === errors.slotTaken().code) throw errors.holdOver({ id })
    throw error
  }
}

function keepClaims(tx: Tx, id: string) {
  const kept = tx
    .$with('kept', { id: sql<string>`booking_id`.as('booking_id') })
    .as(
      sql`update booking.claims c set expires_at = null where c.booking_id = ${id}::uuid and c.active returning c.booking_id`,
    )
  return tx.with(kept).select({ id: kept.id }).from(kept)
}

/** Lets go of a hold. */
export async function releaseHold(desk: Desk, visit: Visit, id: string): Promise<void> {
  const { row, service } = await findBooking(desk, id)
  if (row.status !== 'held') return
  await turn(desk, [id], {
    from: ['held'],
    to: 'cancelled',
    set: { cancelledAt: desk.now.toISOString() },
    frees: true,
    records: [events.holdReleased(`booking:${id}`, { id })],
    jobs: offerJobs(service, id, visit.origin),
  })
}

function onlyRow(row: BookingRow | undefined): BookingRow {
  if (row === undefined) throw platformErrors.conflict()
  return row
}

function presentRow(row: BookingRow | undefined) {
  return presentBooking(onlyRow(row))
}
