import ICAL from 'ical.js'
import { clockOf } from '../slots/zone-clock.ts'

/** A time at which somebody is busy elsewhere. */
export interface BusySpan {
  readonly fromMs: number
  readonly toMs: number
  readonly title: string | null
}

export interface BusyRange {
  readonly fromMs: number
  readonly toMs: number
  /** For what has no zone of its own: a day of the calendar, or a time as the clock shows it. */
  readonly timeZone: string
}

/** Of one rule at most: a rule that repeats every minute is no appointment. */
const mostOccurrences = 5000
const mostSpans = 5000

/**
 * The busy times of a calendar (RFC 5545) between two moments, repetitions and their exceptions included.
 *
 * What is cancelled, or marked as free time, does not block. Throws when it cannot be read as a calendar.
 */
export function readBusyTimes(text: string, range: BusyRange): BusySpan[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  if (calendar.name !== 'vcalendar') throw new Error('This is no calendar')
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  const zones = zonesOf(calendar)
  const [changed, first] = [
    events.filter((event) => event.isRecurrenceException()),
    events.filter((event) => !event.isRecurrenceException()),
  ]
  const toMs: ToMs = (time, zone) => momentOf(time, zone, { zones, floating: range.timeZone })
  const spans: BusySpan[] = []
  for (const event of first) {
    const own = changed.filter(({ uid }) => uid === event.uid)
    spans.push(...occurrencesOf(event, own, range, toMs))
  }
  // A change of an occurrence whose series is not in the feed stands for itself.
  const known = new Set(first.map(({ uid }) => uid))
  for (const event of changed)
    if (!known.has(event.uid)) spans.push(...spanOf(event, event.startDate, event.endDate, toMs))
  return spans
    .filter((span) => span.toMs > range.fromMs && span.fromMs < range.toMs && span.toMs > span.fromMs)
    .slice(0, mostSpans)
}

type ToMs = (time: ICAL.Time, zone: string | undefined) => number

function occurrencesOf(event: ICAL.Event, changed: readonly ICAL.Event[], range: BusyRange, toMs: ToMs): BusySpan[] {
  if (!event.isRecurring()) return spanOf(event, event.startDate, event.endDate, toMs)
  const moved = new Map(changed.map((each) => [toMs(each.recurrenceId, zoneOf(each, 'recurrence-id')), each]))
  const spans: BusySpan[] = []
  const iterator = event.iterator()
  for (let count = 0; count < mostOccurrences; count++) {
    const next = iterator.next() as ICAL.Time | undefined
    if (next === undefined || next === null) break
    const startMs = toMs(next, zoneOf(event, 'dtstart'))
    if (startMs >= range.toMs) break
    if (moved.has(startMs)) continue
    const end = next.clone()
    end.addDuration(event.duration)
    spans.push(...spanOf(event, next, end, toMs))
  }
  return [...spans, ...changed.flatMap((each) => spanOf(each, each.startDate, each.endDate, toMs))]
}

function spanOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, toMs: ToMs): BusySpan[] {
  const status = String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase()
  const transparency = String(event.component.getFirstPropertyValue('transp') ?? '').toUpperCase()
  if (status === 'CANCELLED' || transparency === 'TRANSPARENT') return []
  const title = (event.summary ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  const zone = zoneOf(event, 'dtstart')
  const fromMs = toMs(start, zone)
  return [{ fromMs, toMs: toMs(end, zoneOf(event, 'dtend') ?? zone), title: title === '' ? null : title }]
}

/** The calendar's own rules for zones whose names nobody else knows. */
function zonesOf(calendar: ICAL.Component): ReadonlyMap<string, ICAL.Timezone> {
  return new Map(
    calendar.getAllSubcomponents('vtimezone').map((component) => {
      const zone = new ICAL.Timezone(component)
      return [zone.tzid, zone] as const
    }),
  )
}

/** The name of the zone in which one of an event's times is written. */
function zoneOf({ component }: ICAL.Event, property: 'dtstart' | 'dtend' | 'recurrence-id'): string | undefined {
  const name = component.getFirstProperty(property)?.getParameter('tzid')
  return typeof name === 'string' && name !== '' ? name : undefined
}

interface Zones {
  readonly zones: ReadonlyMap<string, ICAL.Timezone>
  readonly floating: string
}

/** IANA names are counted by their own clocks: a feed's rules for them end where their writer stopped. */
function momentOf(time: ICAL.Time, name: string | undefined, { zones, floating }: Zones): number {
  const local = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second)
  if (time.zone === ICAL.Timezone.utcTimezone) return local
  if (name === undefined) return clockOf(floating).reach(local)
  if (isZone(name)) return clockOf(name).reach(local)
  const zone = zones.get(name)
  return zone === undefined ? clockOf(floating).reach(local) : local - zone.utcOffset(time) * 1000
}

const known = new Map<string, boolean>()

function isZone(name: string): boolean {
  const answer = known.get(name)
  if (answer !== undefined) return answer
  if (known.size > 1000) known.clear()
  known.set(name, canFormat(name))
  return known.get(name) ?? false
}

function canFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return /^[A-Za-z]/.test(timeZone)
  } catch {
    return false
  }
}
