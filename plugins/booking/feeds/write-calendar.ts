import ICAL from 'ical.js'
import type { Booking } from '../contract.ts'

/** Who offers it, and where a booking is shown to its customer. */
export interface CalendarFacts {
  readonly business: string
  readonly now: Date
  /** `CANCEL` takes an event out again; `PUBLISH` shows it; a feed has no method. */
  readonly method?: 'PUBLISH' | 'CANCEL'
  readonly linkOf?: (booking: Booking) => string | undefined
  /** What an event is called: the service for a customer, the customer too for the workspace. */
  readonly titleOf: (booking: Booking) => string
}

/** Writes bookings as a calendar (RFC 5545). */
export function writeCalendar(bookings: readonly Booking[], facts: CalendarFacts): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.updatePropertyWithValue('version', '2.0')
  calendar.updatePropertyWithValue('prodid', '-//Digital Platform Factory//Booking//EN')
  if (facts.method !== undefined) calendar.updatePropertyWithValue('method', facts.method)
  calendar.updatePropertyWithValue('x-wr-calname', facts.business)
  for (const booking of bookings) calendar.addSubcomponent(eventOf(booking, facts))
  return `${calendar.toString()}\r\n`
}

function eventOf(booking: Booking, { business, now, linkOf, titleOf }: CalendarFacts): ICAL.Component {
  const event = new ICAL.Component('vevent')
  const set = (name: string, value: string | number | ICAL.Time) => event.updatePropertyWithValue(name, value)
  set('uid', `${booking.id}@booking`)
  set('sequence', booking.version)
  set('dtstamp', timeOf(now))
  set('dtstart', timeOf(new Date(booking.startsAt)))
  set('dtend', timeOf(new Date(booking.endsAt)))
  set('summary', titleOf(booking))
  set(
    'status',
    booking.status === 'cancelled' || booking.status === 'declined'
      ? 'CANCELLED'
      : booking.status === 'pending'
        ? 'TENTATIVE'
        : 'CONFIRMED',
  )
  const link = linkOf?.(booking)
  if (booking.location.details !== null) set('location', booking.location.details)
  set(
    'description',
    [business, booking.resources.map(({ name }) => name).join(', '), link ?? '']
      .filter((line) => line !== '')
      .join('\n'),
  )
  if (link !== undefined) set('url', link)
  return event
}

function timeOf(moment: Date): ICAL.Time {
  return ICAL.Time.fromJSDate(moment, true)
}
