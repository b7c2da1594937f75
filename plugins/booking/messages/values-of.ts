import type { Booking } from '../contract.ts'
import type { Values } from './fill-in.ts'

interface Facts {
  readonly booking: Booking
  readonly business: string
  readonly link: string
  readonly reason: string | null
  /** Until when an offer stands. */
  readonly until: string | null
}

/** What the names in braces stand for, in the customer's language and zone. */
export function valuesOf({ booking, business, link, reason, until }: Facts): Values {
  const { language, timeZone, startsAt, price, location } = booking
  const format = (options: Intl.DateTimeFormatOptions, moment: string) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options }).format(new Date(moment))
  const time = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const
  return {
    customer: booking.customer?.name ?? '',
    service: booking.service.name,
    business,
    date: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, startsAt),
    time: format(time, startsAt),
    duration: durationWords(booking.durationMinutes, language),
    with: booking.resources.map(({ name }) => name).join(', '),
    place: location.details ?? '',
    price: price === null ? '' : moneyWords(price, language),
    party: String(booking.party),
    reason: reason ?? '',
    until: until === null ? '' : format({ weekday: 'long', ...time }, until),
    link,
  }
}

function moneyWords({ amount, currency }: NonNullable<Booking['price']>, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

function durationWords(minutes: number, language: string): string {
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [...(hours > 0 ? [unit(hours, 'hour')] : []), ...(rest > 0 ? [unit(rest, 'minute')] : [])].join(' ')
}
