import { type SQL, sql } from 'drizzle-orm'
import { AppError, must, type Tx } from '#sdk'
import { errors } from '../errors.ts'
import type { LimitBound } from '../slots/limits.ts'
import type { bookings } from '../tables.ts'
import { type Clock, type Plan, type PlannedTime, planTimes, type TimeWish } from './plan-times.ts'

const dayMs = 86_400_000
const attempts = 5

/** What only one change of the workspace may work on at a time: the days that the times touch, and a service with limits. */
export function locksOf({ service, times }: Pick<Plan, 'service' | 'times'>): string[] {
  const locks = new Set<string>()
  for (const { claim, bounds } of times) {
    for (let day = Math.floor(claim.fromMs / dayMs); day <= Math.floor((claim.toMs - 1) / dayMs); day++)
      locks.add(`day:${day}`)
    if (bounds.length > 0) locks.add(`service:${service.id}`)
  }
  return [...locks]
}

/**
 * Plans and takes times. When somebody was faster it plans anew, until there is nothing left to take.
 *
 * A retry with its Idempotency-Key finds its own booking in the way: `isKeyed` lets it ask the database all the same,
 * which answers what the first try was answered.
 */
export async function takeTimes<Result>(
  clock: Clock,
  wish: TimeWish,
  isKeyed: boolean,
  commit: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const plan = await planTimes(clock, wish)
    const lacking = plan.times.find(({ options }) => options.length === 0)
    if (lacking !== undefined && !isKeyed) throw lacking.refusal()
    try {
      return await commit(plan)
    } catch (error) {
      if (!isTaken(error)) throw error
      if (attempt === attempts) throw (lacking ?? plan.times[0])?.refusal() ?? error
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof AppError && error.code === errors.slotTaken().code
}

/** What a constraint says when it has to stop what the statements let through. */
export const takenRefusals = {
  claims_overlap: errors.slotTaken(),
  claims_crowd: errors.slotTaken(),
  claims_room: errors.slotTaken(),
}

/** What a booking is made of beside its time. */
export type BookingValues = Omit<
  typeof bookings.$inferInsert,
  'id' | 'serviceId' | 'startsAt' | 'endsAt' | 'sessionId' | 'party' | 'version' | 'createdAt' | 'updatedAt'
>

/** Frees what holds have taken whose time is over. */
export function releaseOverdue(tx: Tx, { claim }: PlannedTime) {
  return tx.execute(sql`update booking.claims set active = false where active and expires_at <= now()
    and starts_at < ${moment(claim.toMs)} and ends_at > ${moment(claim.fromMs)}`)
}

/** Inserts a booking into the first of its options that has room; finds no row when none has. */
export function insertBooking(tx: Tx, plan: Plan, time: PlannedTime, values: BookingValues, createdAt: Date) {
  const { bookingId } = time
  const row = {
    tenant_id: undefined,
    id: bookingId,
    service_id: plan.service.id,
    status: values.status,
    starts_at: new Date(time.startMs).toISOString(),
    ends_at: new Date(time.endMs).toISOString(),
    party: plan.party,
    name: values.name ?? null,
    email: values.email ?? null,
    phone: values.phone ?? null,
    search_text: values.searchText ?? '',
    answers: values.answers ?? [],
    note: values.note ?? null,
    staff_note: values.staffNote ?? null,
    time_zone: values.timeZone,
    language: values.language,
    source: values.source,
    price_minor: values.priceMinor ?? null,
    currency: values.currency ?? null,
    series_id: values.seriesId ?? null,
    held_until: values.heldUntil ?? null,
    created_at: createdAt.toISOString(),
    updated_at: createdAt.toISOString(),
  }
  const names = Object.keys(row).filter((name) => name !== 'tenant_id')
  const columns = sql.raw(names.join(', '))
  const read = sql.raw(names.map((name) => `r.${name}`).join(', '))
  const write = sql`insert into booking.bookings (${columns}, session_id)
    select ${read}, o.session_id from chosen o, jsonb_populate_record(null::booking.bookings, ${JSON.stringify(row)}::jsonb) r
    returning id, session_id`
  return taking(tx, plan, time, write, values.heldUntil ?? null)
}

/** Moves a booking into the first of its options that has room; what it had taken is to be removed before. */
export function moveBooking(tx: Tx, plan: Plan, time: PlannedTime, isThere: SQL, now: Date) {
  const write = sql`update booking.bookings b set starts_at = ${moment(time.startMs)}, ends_at = ${moment(time.endMs)},
      session_id = o.session_id, version = b.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from chosen o where b.id = ${time.bookingId}::uuid and ${isThere} returning b.id, b.session_id`
  return taking(tx, plan, time, write, null)
}

/**
 * One statement: chooses, writes the booking and takes what it needs.
 *
 * The change holds the locks of its days before this statement begins, so what it sees is what is there.
 */
function taking(tx: Tx, plan: Plan, time: PlannedTime, write: SQL, expiresAt: string | null) {
  const { bookingId, claim } = time
  const options = sql`jsonb_array_elements(${JSON.stringify(time.options)}::jsonb) with ordinality as e (option, place)`
  const during = sql`tstzrange(${moment(claim.fromMs)}, ${moment(claim.toMs)})`
  const claimsIn = sql`jsonb_to_recordset(o.claims) as c (place integer, "resourceId" uuid, amount integer, capacity integer)`
  const chosen = tx.$with('chosen', { sessionId: sql<string>`session_id` }).as(
    sql`select o.session_id, o.claims from (
        select (e.option ->> 'sessionId')::uuid as session_id, e.option -> 'claims' as claims, e.place from ${options}
      ) o where ${boundsHold(plan, time)} and not exists (select from ${claimsIn}
        where not booking.fits(c."resourceId", o.session_id, ${during}, c.amount, c.capacity, ${bookingId}::uuid))
      order by o.place limit 1`,
  )
  const written = tx.$with('written', { id: sql<string>`id`.as('id') }).as(write)
  const claimed = tx.$with('claimed', { id: sql<string>`booking_id`.as('booking_id') }).as(
    sql`insert into booking.claims (booking_id, place, resource_id, session_id, starts_at, ends_at, amount, capacity, expires_at)
      select w.id, c.place, c."resourceId", o.session_id, ${moment(claim.fromMs)}, ${moment(claim.toMs)}, c.amount, c.capacity,
        ${expiresAt}::timestamptz
      from written w, chosen o, ${claimsIn} returning booking_id`,
  )
  return tx.with(chosen, written, claimed).select({ id: written.id }).from(written)
}

/** The same, where a time that cannot be had is the end of the change. */
export function mustTake<Result>(query: { execute(): Promise<Result> }) {
  return must(query, errors.slotTaken())
}

/** That no limit is passed by one more. */
function boundsHold({ service, party }: Plan, { bounds, bookingId }: PlannedTime): SQL {
  const holds = ({ counts, most, fromMs, toMs }: LimitBound) => {
    const [counted, more] = counts === 'bookings' ? [sql`count(*)`, 1] : [sql`coalesce(sum(b.party), 0)`, party]
    return sql`(select ${counted} from booking.bookings b where b.service_id = ${service.id}::uuid and b.id <> ${bookingId}::uuid
      and b.status in ('held', 'pending', 'confirmed', 'noShow') and (b.held_until is null or b.held_until > now())
      and b.starts_at >= ${moment(fromMs)} and b.starts_at < ${moment(toMs)}) + ${more}::int <= ${most}::int`
  }
  return bounds.length === 0 ? sql`true` : sql.join(bounds.map(holds), sql` and `)
}

function moment(ms: number): SQL {
  return sql`${new Date(ms).toISOString()}::timestamptz`
}
