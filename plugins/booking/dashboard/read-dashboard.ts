import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { type Db, platformErrors, type ReadFunction } from '#sdk'
import type { Dashboard, DashboardQuery } from '../contract.ts'
import { openingsOf, openTimesOf } from '../slots/open-times.ts'
import { selectDaysOff } from '../slots/read-diary.ts'
import type { Stretch } from '../slots/spans.ts'
import { addDays, clockOf, daysBetween, localStartOf } from '../slots/zone-clock.ts'
import { resources } from '../tables.ts'

const mostDays = 366
const hourMs = 3_600_000

interface Clock {
  readonly read: ReadFunction
  readonly now: Date
  readonly tenant: { readonly timeZone: string }
}

/** How the business was booked in some days, in one round trip. */
export async function readDashboard(
  { read, now, tenant }: Clock,
  query: DashboardQuery,
): Promise<InferOutput<typeof Dashboard>> {
  const clock = clockOf(tenant.timeZone)
  const span = chooseSpan(query, clock.dayAt(now.getTime()))
  const [fromMs, toMs] = [clock.reach(localStartOf(span.from)), clock.reach(localStartOf(addDays(span.to, 1)))]
  const within = { from: momentOf(fromMs), to: momentOf(toMs), timeZone: tenant.timeZone }
  const chosen = whichBookings(query)
  const [sums, byDay, lead, booked, people, daysOff, open] = await read((db) => [
    selectSums(db, within, chosen),
    selectByDay(db, within, chosen),
    selectLead(db, within, chosen, now),
    selectBooked(db, within, chosen),
    db
      .select({ id: resources.id, name: resources.name, timeZone: resources.timeZone, hours: resources.hours })
      .from(resources)
      .where(
        and(
          isNull(resources.deletedAt),
          eq(resources.active, true),
          query.resourceId === undefined ? eq(resources.kind, 'person') : eq(resources.id, query.resourceId),
        ),
      )
      .orderBy(asc(resources.name), asc(resources.id)),
    selectDaysOff(db, sql`(select r.id from booking.resources r)`, within.from, within.to),
    selectOpen(db),
  ])
  const hours = new Map(booked.map((each) => [each.resourceId, each]))
  const byResource = people.map(({ id, name, timeZone, hours: week }) => {
    const exceptions = [
      ...daysOff.filter((each) => each.resourceId === id),
      ...daysOff.filter((each) => each.resourceId === null),
    ]
    const times = openTimesOf(openingsOf({ timeZone: timeZone ?? tenant.timeZone, week, exceptions }, fromMs, toMs))
    const openHours = round(hoursOf(times, fromMs, toMs))
    const { bookings = 0, seconds = 0 } = hours.get(id) ?? {}
    const bookedHours = round(seconds / 3600)
    return { resourceId: id, name, bookings, bookedHours, openHours, utilisation: share(bookedHours, openHours) }
  })
  const total = (key: 'bookedHours' | 'openHours') => byResource.reduce((sum, each) => sum + each[key], 0)
  const counted = byDay.reduce(
    (sum, day) => ({ cancelled: sum.cancelled + day.cancelled, noShows: sum.noShows + day.noShows }),
    {
      cancelled: 0,
      noShows: 0,
    },
  )
  const over = lead[0]?.over ?? 0
  return {
    ...span,
    timeZone: tenant.timeZone,
    ...figuresOf(sums),
    ...counted,
    noShowRate: share(counted.noShows, over),
    leadDays: lead[0]?.leadDays == null ? null : round(lead[0].leadDays),
    pending: open[0]?.pending ?? 0,
    waiting: open[0]?.waiting ?? 0,
    utilisation: share(total('bookedHours'), total('openHours')),
    byDay: everyDay(span, byDay),
    byService: servicesOf(sums),
    byResource,
  }
}

function chooseSpan({ from, to }: DashboardQuery, today: string) {
  const last = to ?? (from !== undefined && from > today ? from : today)
  const first = from ?? addDays(last, -29)
  const length = daysBetween(first, last)
  const wrong =
    length < 0
      ? 'The first day comes after the last'
      : length >= mostDays
        ? `At most ${mostDays} days at once`
        : undefined
  if (wrong !== undefined) throw platformErrors.invalid({ errors: [{ in: 'query', pointer: '#/from', detail: wrong }] })
  return { from: first, to: last }
}

interface Within {
  readonly from: SQL
  readonly to: SQL
  readonly timeZone: string
}

function momentOf(ms: number): SQL {
  return sql`${new Date(ms).toISOString()}::timestamptz`
}

function whichBookings({ serviceId, resourceId }: DashboardQuery): SQL {
  const parts = [
    ...(serviceId === undefined ? [] : [sql`b.service_id = ${serviceId}::uuid`]),
    ...(resourceId === undefined
      ? []
      : [sql`exists (select from booking.claims k where k.booking_id = b.id and k.resource_id = ${resourceId}::uuid)`]),
  ]
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

const isOn = sql`b.status in ('confirmed', 'noShow')`
const begins = ({ from, to }: Within) => sql`b.starts_at >= ${from} and b.starts_at < ${to}`

/** By service and currency: how many, for how many people, and what they come to; who did not come has not paid. */
function selectSums(db: Db, within: Within, chosen: SQL) {
  return db
    .select({
      serviceId: sql<string>`s.id`,
      name: sql<string>`s.name`,
      colour: sql<string>`s.colour`,
      currency: sql<string | null>`b.currency`,
      bookings: sql<number>`count(*)::int`,
      guests: sql<number>`sum(b.party)::int`,
      amount: sql<number>`coalesce(sum(b.price_minor) filter (where b.status = 'confirmed'), 0)::float8`,
    })
    .from(sql`booking.bookings b join booking.services s on s.id = b.service_id`)
    .where(sql`${isOn} and ${begins(within)} and ${chosen}`)
    .groupBy(sql`s.id, s.name, s.colour, b.currency`)
    .orderBy(sql`s.name, s.id, b.currency`)
}
type SumRow = Awaited<ReturnType<typeof selectSums>>[number]

function selectByDay(db: Db, within: Within, chosen: SQL) {
  return db
    .select({
      day: sql<string>`(b.starts_at at time zone ${within.timeZone})::date::text`,
      bookings: sql<number>`count(*) filter (where ${isOn})::int`,
      cancelled: sql<number>`count(*) filter (where b.status in ('cancelled', 'declined') and b.name is not null)::int`,
      noShows: sql<number>`count(*) filter (where b.status = 'noShow')::int`,
    })
    .from(sql`booking.bookings b`)
    .where(sql`${begins(within)} and ${chosen}`)
    .groupBy(sql`1`)
}
type DayRow = Awaited<ReturnType<typeof selectByDay>>[number]

function selectLead(db: Db, within: Within, chosen: SQL, now: Date) {
  return db
    .select({
      leadDays: sql<
        number | null
      >`percentile_cont(0.5) within group (order by extract(epoch from b.starts_at - b.created_at) / 86400)`,
      over: sql<number>`count(*) filter (where b.ends_at <= ${now.toISOString()}::timestamptz)::int`,
    })
    .from(sql`booking.bookings b`)
    .where(sql`${isOn} and ${begins(within)} and ${chosen}`)
}

/** How long each resource was booked; those who share a class are one booking of it. */
function selectBooked(db: Db, within: Within, chosen: SQL) {
  return db
    .select({
      resourceId: sql<string>`t.resource_id`,
      bookings: sql<number>`count(*)::int`,
      seconds: sql<number>`sum(t.seconds)::float8`,
    })
    .from(
      sql`(select distinct c.resource_id, c.session_id, extract(epoch from b.ends_at - b.starts_at) as seconds
        from booking.claims c join booking.bookings b on b.id = c.booking_id
        where c.resource_id is not null and ${isOn} and ${begins(within)} and ${chosen}) t`,
    )
    .groupBy(sql`t.resource_id`)
}

function selectOpen(db: Db) {
  return db
    .select({
      pending: sql<number>`(select count(*)::int from booking.bookings p where p.status = 'pending' and p.ends_at > now())`,
      waiting: sql<number>`(select count(*)::int from booking.waiting w where w.state in ('waiting', 'offered') and w.until > now())`,
    })
    .from(sql`(values (1)) one`)
}

function figuresOf(sums: readonly SumRow[]) {
  const revenue = new Map<string, number>()
  for (const { currency, amount } of sums)
    if (currency !== null) revenue.set(currency, (revenue.get(currency) ?? 0) + amount)
  return {
    bookings: sums.reduce((sum, each) => sum + each.bookings, 0),
    guests: sums.reduce((sum, each) => sum + each.guests, 0),
    revenue: [...revenue].map(([currency, amount]) => ({ amount, currency })),
  }
}

function servicesOf(sums: readonly SumRow[]) {
  return [...Map.groupBy(sums, ({ serviceId }) => serviceId)].map(([serviceId, rows]) => {
    const { name, colour } = rows[0] ?? { name: '', colour: '' }
    return { serviceId, name, colour, ...figuresOf(rows) }
  })
}

function everyDay({ from, to }: { readonly from: string; readonly to: string }, rows: readonly DayRow[]) {
  const found = new Map(rows.map((row) => [row.day, row]))
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, place) => {
    const day = addDays(from, place)
    return found.get(day) ?? { day, bookings: 0, cancelled: 0, noShows: 0 }
  })
}

function hoursOf(times: readonly Stretch[], fromMs: number, toMs: number): number {
  return (
    times.reduce((sum, time) => sum + Math.max(0, Math.min(time.toMs, toMs) - Math.max(time.fromMs, fromMs)), 0) /
    hourMs
  )
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 1000
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
