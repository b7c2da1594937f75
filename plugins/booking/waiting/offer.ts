import { and, asc, eq, gt, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { AppError, type JobOutcome, must } from '#sdk'
import { placeHold } from '../bookings/create-booking.ts'
import { mostWindowDays } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { findSlots } from '../slots/find-slots.ts'
import { boundsOf } from '../slots/list-slots.ts'
import { diaryFrom, diaryQueries, type ReadDiary } from '../slots/read-diary.ts'
import { waiting } from '../tables.ts'
import { selectWaiting, type WaitingRow } from './select-waiting.ts'

const Payload = v.object({ serviceId: v.string(), origin: v.string() })
const minuteMs = 60_000
const dayMs = 86_400_000
/** Whoever has let so many offers pass is not asked again. */
const mostOffers = 3
const mostAsked = 50
/** How often the list is gone through again when others are faster, before there is a pause. */
const attempts = 5
const busyMs = 1000

/** The job: offers a free time to whoever's turn it is, holds it for them, and comes again as long as it finds one. */
export async function offer(desk: Desk, given: Readonly<Record<string, unknown>>): Promise<JobOutcome> {
  const { serviceId, origin } = v.parse(Payload, given)
  await passOffers(desk, serviceId)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const next = await findNext(desk, serviceId)
    if (next === undefined) return 'done'
    if (await offerTo(desk, origin, next)) return { againAfterMs: 10 }
  }
  return { againAfterMs: busyMs }
}

/** Who has let an offer pass goes behind the others; who has too often, or has waited in vain, is asked no more. */
async function passOffers({ change, now }: Desk, serviceId: string): Promise<void> {
  await change(events.waitingEnded(`service:${serviceId}`, { before: now.toISOString() }), (tx) => [
    tx.execute(sql`update booking.waiting w set state = case when w.offers >= ${mostOffers} then 'over' else 'waiting' end,
        booking_id = null, version = w.version + 1, updated_at = now()
      where w.service_id = ${serviceId}::uuid and w.state = 'offered' and not exists (select from booking.bookings b
        where b.id = w.booking_id and b.status = 'held' and b.held_until > now())`),
    tx.execute(sql`update booking.waiting w set state = 'over', version = w.version + 1, updated_at = now()
      where w.service_id = ${serviceId}::uuid and w.state = 'waiting' and w.until < now()`),
  ])
}

interface Next {
  readonly row: WaitingRow
  readonly service: ReadDiary['service']
  readonly startMs: number
}

/**
 * The first in turn for whom there is a time.
 *
 * One reading of the diary answers for all of them: what becomes free while they are looked at would go to a later one.
 */
async function findNext(desk: Desk, serviceId: string): Promise<Next | undefined> {
  const nowMs = desk.now.getTime()
  const turn = await selectWaiting(desk.db)
    .where(
      and(eq(waiting.serviceId, serviceId), eq(waiting.state, 'waiting'), gt(waiting.until, desk.now.toISOString())),
    )
    .orderBy(asc(waiting.offers), asc(waiting.id))
    .limit(mostAsked)
  const { timeZone } = desk.tenant
  const asked = turn.map((row) => ({ row, ...boundsOf({ from: row.fromDay, to: row.toDay, timeZone }) }))
  if (asked.length === 0) return undefined
  const fromMs = Math.max(nowMs, Math.min(...asked.map((each) => each.fromMs)))
  const toMs = Math.min(nowMs + mostWindowDays * dayMs, Math.max(...asked.map((each) => each.toMs)))
  const diary = diaryFrom(await desk.read((db) => diaryQueries(db, { id: serviceId }, fromMs, toMs)), timeZone)
  if (diary === undefined || !diary.service.active) return undefined
  for (const { row, ...bounds } of asked) {
    const [slot] = findSlots(diary, { ...row, ...bounds, nowMs, wanted: row.resourceIds })
    if (slot !== undefined) return { row, service: diary.service, startMs: slot.startMs }
  }
  return undefined
}

async function offerTo(desk: Desk, origin: string, next: Next): Promise<boolean> {
  try {
    await holdFor(desk, origin, next)
    return true
  } catch (error) {
    // Somebody was faster than the offer.
    if (error instanceof AppError && error.status === 409) return false
    throw error
  }
}

async function holdFor(desk: Desk, origin: string, { row, service, startMs }: Next): Promise<void> {
  const offeredUntilMs = desk.now.getTime() + desk.settings.offerMinutes * minuteMs
  const latestMs = startMs - service.minNoticeMinutes * minuteMs
  const heldUntil = new Date(Math.min(offeredUntilMs, Math.max(latestMs, desk.now.getTime() + minuteMs)))
  const wish = {
    service: { id: row.serviceId },
    startMs,
    durationMinutes: row.durationMinutes,
    party: row.party,
    wanted: row.resourceIds,
    anyTime: false,
    admit: () => undefined,
    heldUntil,
    source: 'waitingList',
  } as const
  const { name, email, language, timeZone } = row
  await placeHold(desk, { origin, isKeyed: false }, wish, ({ bookingId }) => ({
    records: [
      events.waitingOffered(`waiting:${row.id}`, { id: row.id, bookingId, startsAt: new Date(startMs).toISOString() }),
    ],
    jobs: [
      { name: 'offer', payload: { serviceId: row.serviceId, origin }, key: `offer:${bookingId}`, dueAt: heldUntil },
      {
        name: 'tell',
        payload: { bookingId, kind: 'offered', origin, waitingId: row.id, to: { name, email, language, timeZone } },
      },
    ],
    statements: (tx) => [
      must(
        tx
          .update(waiting)
          .set({
            state: 'offered',
            bookingId,
            offers: sql`${waiting.offers} + 1`,
            version: sql`${waiting.version} + 1`,
          })
          .where(and(eq(waiting.id, row.id), eq(waiting.state, 'waiting')))
          .returning({ id: waiting.id }),
        errors.offerOver(),
      ),
    ],
  }))
}
