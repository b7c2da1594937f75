import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db, Query } from '#sdk'
import { presentService, type ServiceRow, selectServices } from '../services/select-services.ts'
import { resources, services } from '../tables.ts'
import type { Diary, DiaryClaim } from './diary.ts'

const dayMs = 86_400_000
/** A limit by the month looks as far as its other end. */
const limitReachMs = 32 * dayMs

/** By which a service is found: its id, or its public address. */
export type ServiceKey = { readonly id: string } | { readonly slug: string }

export function isService(key: ServiceKey): SQL {
  const match = 'id' in key ? eq(services.id, key.id) : eq(services.slug, key.slug)
  return and(match, isNull(services.deletedAt)) ?? match
}

const epochMs = (expression: SQL) => sql<number>`(extract(epoch from ${expression}) * 1000)::float8`
const moment = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`

/** The queries for all that slots of a service go by, between two moments: for `read`, together with others. */
export function diaryQueries(db: Db, key: ServiceKey, fromMs: number, toMs: number) {
  const service = sql`(select ${services.id} from ${services} where ${isService(key)})`
  const members = sql`(select m.resource_id from booking.service_resources m where m.service_id = ${service})`
  const [from, to] = [moment(fromMs - 2 * dayMs), moment(toMs + 3 * dayMs)]
  return [
    selectServices(db, isService(key)),
    selectMembers(db, members),
    selectDaysOff(db, members, from, to),
    selectBusy(db, members, from, to),
    selectClaims(
      db,
      sql`c.resource_id in ${members} or (c.resource_id is null and b.service_id = ${service})`,
      from,
      to,
    ),
    selectStarts(db, service, moment(fromMs - limitReachMs), moment(toMs + limitReachMs)),
  ] as const
}

function selectMembers(db: Db, members: SQL) {
  return db
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
    .where(and(sql`${resources.id} in ${members}`, isNull(resources.deletedAt)))
}

/** Days off that touch the time between two moments, of some resources or of all. */
export function selectDaysOff(db: Db, members: SQL, from: SQL, to: SQL) {
  return db
    .select({
      resourceId: sql<string | null>`d.resource_id`,
      fromDay: sql<string>`d.from_day::text`,
      toDay: sql<string>`d.to_day::text`,
      spans: sql<Diary['daysOff'][number]['spans']>`d.spans`,
    })
    .from(sql`booking.days_off d`)
    .where(
      sql`d.to_day >= (${from} - interval '2 days')::date and d.from_day <= (${to} + interval '2 days')::date
        and (d.resource_id is null or d.resource_id in ${members})`,
    )
    .orderBy(sql`d.from_day desc, d.id desc`)
    .limit(2000)
}

function selectBusy(db: Db, members: SQL, from: SQL, to: SQL) {
  return db
    .select({
      resourceId: sql<string>`t.resource_id`,
      calendarId: sql<string | null>`t.calendar_id`,
      fromMs: epochMs(sql`t.starts_at`),
      toMs: epochMs(sql`t.ends_at`),
    })
    .from(sql`booking.busy_times t`)
    .where(sql`t.resource_id in ${members} and t.ends_at > ${from} and t.starts_at < ${to}`)
}

/** What is taken between two moments: holds whose time is over have taken nothing. */
function selectClaims(db: Db, whose: SQL, from: SQL, to: SQL): Query<DiaryClaim[]> {
  return db
    .select({
      bookingId: sql<string>`c.booking_id`,
      serviceId: sql<string>`b.service_id`,
      resourceId: sql<string | null>`c.resource_id`,
      sessionId: sql<string>`c.session_id`,
      fromMs: epochMs(sql`c.starts_at`),
      toMs: epochMs(sql`c.ends_at`),
      amount: sql<number>`c.amount`,
      capacity: sql<number>`c.capacity`,
      startMs: epochMs(sql`b.starts_at`),
      endMs: epochMs(sql`b.ends_at`),
    })
    .from(sql`booking.claims c join booking.bookings b on b.id = c.booking_id`)
    .where(
      sql`c.active and (c.expires_at is null or c.expires_at > now()) and c.ends_at > ${from} and c.starts_at < ${to}
        and (${whose})`,
    )
}

/** When bookings of a service begin, where it has limits to count. */
function selectStarts(db: Db, service: SQL, from: SQL, to: SQL) {
  return db
    .select({
      bookingId: sql<string>`b.id`,
      startMs: epochMs(sql`b.starts_at`),
      party: sql<number>`b.party`,
    })
    .from(sql`booking.bookings b`)
    .where(
      sql`b.service_id = ${service} and b.status in ('held', 'pending', 'confirmed', 'noShow')
        and (b.held_until is null or b.held_until > now()) and b.starts_at >= ${from} and b.starts_at < ${to}
        and exists (select from booking.services s where s.id = b.service_id and (s.details ->> 'guestsPerHour' is not null
          or s.details -> 'limits' <> '{"perDay": null, "perWeek": null, "perMonth": null}'::jsonb))`,
    )
}

type DiaryRows = readonly [
  readonly ServiceRow[],
  readonly MemberRow[],
  Diary['daysOff'],
  Diary['busy'],
  Diary['claims'],
  Diary['starts'],
]
export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number]

/** What the queries of a diary answered, as slots are computed from it; undefined when there is no such service. */
export function diaryFrom(rows: DiaryRows, timeZone: string) {
  const [[row], members, daysOff, busy, claims, starts] = rows
  if (row === undefined) return undefined
  const service = presentService(row)
  return { service: { ...service, linkKey: row.linkKey }, timeZone, resources: members, daysOff, busy, claims, starts }
}
export type ReadDiary = NonNullable<ReturnType<typeof diaryFrom>>
