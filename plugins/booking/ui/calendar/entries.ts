import { type CalendarColumn, type CalendarDays, type CalendarEntry, dayOf, listDays, startOfDay } from '#kit'
import type { Booking, CalendarView } from '../types.ts'
import { countBookings, customerOf, dayWords, namesOf, statusWords } from '../words.ts'

export interface Shown {
  readonly view: CalendarView
  readonly days: CalendarDays
  /** Whether the columns are people, rooms and equipment, and not days. */
  readonly byResource: boolean
  readonly canMove: boolean
}

/** A column of each resource, or of each day. */
export function columnsOf({ view, days, byResource }: Shown): CalendarColumn[] {
  const { timeZone, resources } = view
  if (byResource)
    return resources
      .filter(
        ({ id, active }) => active || view.bookings.some((booking) => booking.resources.some((each) => each.id === id)),
      )
      .map(({ id, name, open }) => ({ id, name, day: days.from, open: open.map(toSpan) }))
  return listDays(days).map((day) => ({
    id: day,
    name: dayWords(day, 'long'),
    day,
    open: openOn(day, timeZone, resources),
  }))
}

/** What is booked and what blocks, as the calendar draws it. */
export function entriesOf(shown: Shown): CalendarEntry[] {
  const { view } = shown
  return [...sessionsOf(shown), ...view.busy.map((busy) => busyEntry(busy, shown))]
}

function sessionsOf(shown: Shown): CalendarEntry[] {
  const sessions = new Map<string, Booking[]>()
  for (const booking of shown.view.bookings) {
    const key = booking.seats > 1 ? booking.sessionId : booking.id
    sessions.set(key, [...(sessions.get(key) ?? []), booking])
  }
  return [...sessions.values()].flatMap((bookings) => {
    const [first] = bookings
    if (first === undefined) return []
    return [first.seats > 1 ? classEntry(first, bookings, shown) : bookingEntry(first, shown)]
  })
}

function bookingEntry(booking: Booking, shown: Shown): CalendarEntry {
  const { status, service, resources } = booking
  const names = namesOf(resources)
  return {
    ...frameOf(booking, shown),
    id: booking.id,
    title: customerOf(booking),
    // Whose column it stands in says who.
    lines: [service.name, ...(names === '' || (shown.byResource && resources.length < 2) ? [] : [names])],
    state: statusWords[status].label,
    colour: service.colour,
    look: lookOf(status),
    canMove: shown.canMove && (status === 'confirmed' || status === 'pending'),
  }
}

/** All who share the time of a class are one entry. */
function classEntry(first: Booking, bookings: readonly Booking[], shown: Shown): CalendarEntry {
  const guests = bookings.filter(({ status }) => status !== 'noShow').reduce((sum, { party }) => sum + party, 0)
  const filled = `${guests} of ${first.seats} seats`
  return {
    ...frameOf(first, shown),
    id: `session:${first.sessionId}`,
    title: first.service.name,
    lines: [filled, namesOf(first.resources)],
    state: countBookings(bookings.length),
    colour: first.service.colour,
    look: bookings.some(({ status }) => status === 'pending') ? 'open' : 'firm',
    canMove: false,
  }
}

function busyEntry(busy: CalendarView['busy'][number], shown: Shown): CalendarEntry {
  const name = shown.view.resources.find(({ id }) => id === busy.resourceId)?.name ?? ''
  const title = busy.title ?? 'Blocked'
  const span = toSpan(busy)
  return {
    ...span,
    id: `busy:${busy.id}`,
    columnIds: shown.byResource ? [busy.resourceId] : daysBetween(span, shown.view.timeZone),
    title,
    lines: shown.byResource ? [] : [name],
    state: '',
    colour: '#808080',
    look: 'blocked',
    canMove: false,
  }
}

function frameOf(booking: Booking, { view, byResource }: Shown) {
  const span = toSpan(booking)
  const columnIds = byResource ? booking.resources.map(({ id }) => id) : daysBetween(span, view.timeZone)
  return { ...span, columnIds }
}

function lookOf(status: Booking['status']): CalendarEntry['look'] {
  if (status === 'held' || status === 'pending') return 'open'
  return status === 'confirmed' ? 'firm' : 'over'
}

function toSpan({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }) {
  return { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) }
}

function daysBetween({ startMs, endMs }: { startMs: number; endMs: number }, timeZone: string): string[] {
  return listDays({ from: dayOf(startMs, timeZone), to: dayOf(endMs - 1, timeZone) })
}

/** When anybody is there at all. */
function openOn(day: string, timeZone: string, resources: CalendarView['resources']) {
  const [start, end] = [startOfDay(day, timeZone), startOfDay(day, timeZone) + 26 * 3_600_000]
  return resources
    .filter(({ active }) => active)
    .flatMap(({ open }) => open.map(toSpan))
    .filter(({ startMs, endMs }) => startMs < end && endMs > start)
}
