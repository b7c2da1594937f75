import { blockedTimes } from './blocked-times.ts'
import { chooseResources, type NeedOf } from './choose-resources.ts'
import type { Diary, DiaryResource, SlotWish } from './diary.ts'
import { limitsOf } from './limits.ts'
import { gridOf, type Opening, openingsOf, openTimesOf } from './open-times.ts'
import { isCovered, isTouched, joinStretches, type Stretch } from './spans.ts'
import { addDays, clockOf, localStartOf } from './zone-clock.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** A time that can be booked, and for how many more. */
export interface FoundSlot {
  readonly startMs: number
  readonly endMs: number
  readonly left: number
}

/** The shared time of a class that has begun to fill. */
export interface Session {
  readonly id: string
  readonly startMs: number
  readonly endMs: number
  readonly resourceIds: readonly string[]
  readonly left: number
}

/** A diary made ready for looking up single moments. */
export interface Desk {
  readonly needs: readonly NeedOf[]
  /** Whether a resource is open and free for a slot. */
  readonly isFree: (resourceId: string, startMs: number) => boolean
  /** Whether the service's own rules allow a slot to begin: notice, window and limits. */
  readonly isAllowed: (startMs: number) => boolean
  /** Sessions that have room for the party, by the moment at which they begin. */
  readonly sessions: ReadonlyMap<number, readonly Session[]>
  readonly openings: ReadonlyMap<string, readonly Opening[]>
  /** How much of a resource one booking takes. */
  readonly amountOf: (resourceId: string) => number
  /** The moments within the wish at which slots may begin, free or not: they lie on the grid of an opening. */
  readonly starts: ReadonlySet<number>
}

/** Puts a diary in order for a wish. Everything after it is looking up. */
export function openDesk(diary: Diary, wish: SlotWish): Desk {
  const { service, timeZone } = diary
  const claims = diary.claims.filter(({ bookingId }) => bookingId !== wish.movingId)
  const perGuest = new Set(
    service.needs.flatMap((need) => (need.perGuest ? need.resources.map(({ resourceId }) => resourceId) : [])),
  )
  const amountOf = (id: string) => (perGuest.has(id) ? wish.party : 1)
  const openings = new Map<string, readonly Opening[]>()
  const open = new Map<string, readonly Stretch[]>()
  const taken = new Map<string, readonly Stretch[]>()
  for (const resource of diary.resources) {
    if (!resource.active) continue
    const { id, capacity } = resource
    const all = openingsOf(hoursOf(diary, resource), wish.fromMs - dayMs, wish.toMs + 2 * dayMs)
    openings.set(id, all)
    open.set(id, openTimesOf(all))
    const blocked = blockedTimes(
      claims.filter(({ resourceId }) => resourceId === id),
      capacity,
      amountOf(id),
    )
    taken.set(id, wish.anyTime === true ? blocked : joinStretches([...blocked, ...busyOf(diary, id)]))
  }
  const durationMs = wish.durationMinutes * minuteMs
  const [beforeMs, afterMs] = [service.bufferBeforeMinutes * minuteMs, service.bufferAfterMinutes * minuteMs]
  const isFree = (id: string, startMs: number) => {
    const endMs = startMs + durationMs
    const blocked = taken.get(id)
    if (blocked === undefined || isTouched(blocked, startMs - beforeMs, endMs + afterMs)) return false
    return wish.anyTime === true || isCovered(open.get(id) ?? [], startMs, endMs)
  }
  const hasRoom = limitsOf(
    service,
    timeZone,
    diary.starts.filter(({ bookingId }) => bookingId !== wish.movingId),
  )
  const window = windowOf(diary, wish.nowMs)
  const isAllowed = (startMs: number) =>
    wish.anyTime === true ||
    (startMs >= window.fromMs && startMs < window.toMs && (hasRoom === undefined || hasRoom(startMs, wish.party)))
  const [needs, sessions] = [needsOf(diary, wish), sessionsOf(diary, wish)]
  const starts = new Set(startsOf(diary, { needs, sessions, openings }, wish))
  return { needs, isFree, isAllowed, sessions, openings, amountOf, starts }
}

function hoursOf({ timeZone, daysOff }: Diary, resource: DiaryResource) {
  const own = daysOff.filter(({ resourceId }) => resourceId === resource.id)
  const everybodys = daysOff.filter(({ resourceId }) => resourceId === null)
  return { timeZone: resource.timeZone ?? timeZone, week: resource.hours, exceptions: [...own, ...everybodys] }
}

function busyOf({ busy, service: { calendarIds } }: Diary, id: string): Stretch[] {
  return busy.filter(
    ({ resourceId, calendarId }) =>
      resourceId === id && (calendarId === null || calendarIds === null || calendarIds.includes(calendarId)),
  )
}

function needsOf({ service, resources }: Diary, { wanted }: SlotWish): NeedOf[] {
  const active = new Set(resources.flatMap(({ id, active }) => (active ? [id] : [])))
  return service.needs.map(({ count, resources: members }) => {
    const from = members.flatMap(({ resourceId }) => (active.has(resourceId) ? [resourceId] : []))
    return { count, from, wanted: from.filter((id) => wanted.includes(id)).slice(0, count) }
  })
}

/** When the first and the last slot may begin. */
export function windowOf({ service, timeZone }: Diary, nowMs: number): Stretch {
  const clock = clockOf(timeZone)
  const dayAfter = addDays(clock.dayAt(nowMs), service.windowDays + 1)
  return { fromMs: nowMs + service.minNoticeMinutes * minuteMs, toMs: clock.reach(localStartOf(dayAfter)) }
}

function sessionsOf({ service, claims }: Diary, wish: SlotWish): Map<number, Session[]> {
  const found = new Map<number, Session[]>()
  if (service.seats === 1) return found
  const own = Map.groupBy(
    claims.filter(({ serviceId, bookingId }) => serviceId === service.id && bookingId !== wish.movingId),
    ({ sessionId }) => sessionId,
  )
  for (const [id, members] of own) {
    const seats = members.filter(({ resourceId }) => resourceId === null)
    const [one] = seats
    if (one === undefined || one.endMs - one.startMs !== wish.durationMinutes * minuteMs) continue
    const resourceIds = [...new Set(members.flatMap(({ resourceId }) => (resourceId === null ? [] : [resourceId])))]
    const left = service.seats - seats.reduce((sum, { amount }) => sum + amount, 0)
    if (left < wish.party || !wish.wanted.every((wanted) => resourceIds.includes(wanted))) continue
    const session = { id, startMs: one.startMs, endMs: one.endMs, resourceIds, left }
    found.set(one.startMs, [...(found.get(one.startMs) ?? []), session])
  }
  return found
}

/** The times between two moments that can be booked, in order. */
export function findSlots(diary: Diary, wish: SlotWish): FoundSlot[] {
  const desk = openDesk(diary, wish)
  const { seats } = diary.service
  const durationMs = wish.durationMinutes * minuteMs
  return [...desk.starts].flatMap((startMs) => {
    const left = leftAt(desk, startMs, seats)
    return left === 0 ? [] : [{ startMs, endMs: startMs + durationMs, left }]
  })
}

/** How many more can come to a slot that begins then: 0 where none can begin. */
export function leftAt(desk: Desk, startMs: number, seats: number): number {
  if (desk.needs.length === 0 || !desk.isAllowed(startMs)) return 0
  const joined = Math.max(0, ...(desk.sessions.get(startMs) ?? []).map(({ left }) => left))
  if (joined === seats) return joined
  const chosen = chooseResources(desk.needs, (id) => desk.isFree(id, startMs))
  return chosen === undefined ? joined : seats
}

/** The moments at which a slot may begin by the openings of who is needed first, and where a class has begun to fill. */
function startsOf(
  { service, resources, timeZone }: Diary,
  desk: Pick<Desk, 'needs' | 'sessions' | 'openings'>,
  { fromMs, toMs }: SlotWish,
): number[] {
  const stepMinutes = service.slotMinutes ?? Math.min(...service.durations)
  const zones = new Map(resources.map((resource) => [resource.id, resource.timeZone ?? timeZone]))
  const starts = new Set<number>(desk.sessions.keys())
  for (const id of desk.needs[0]?.from ?? [])
    for (const opening of desk.openings.get(id) ?? [])
      for (const startMs of gridOf(opening, zones.get(id) ?? timeZone, stepMinutes)) starts.add(startMs)
  return [...starts].filter((startMs) => startMs >= fromMs && startMs < toMs).sort((one, other) => one - other)
}
