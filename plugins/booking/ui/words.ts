import { formatMoney, formatNumber, spanWords } from '#kit'
import type { Booking, BookingStatus, Resource, ResourceKind } from './types.ts'

type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'accent'

export const statusWords: Readonly<Record<BookingStatus, { readonly label: string; readonly tone: Tone }>> = {
  held: { label: 'Being booked', tone: 'plain' },
  pending: { label: 'Waits for your answer', tone: 'warn' },
  confirmed: { label: 'Confirmed', tone: 'good' },
  noShow: { label: 'Did not come', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'plain' },
  declined: { label: 'Declined', tone: 'plain' },
}

export const kindWords: Readonly<
  Record<ResourceKind, { readonly one: string; readonly many: string; readonly icon: string }>
> = {
  person: { one: 'Person', many: 'People', icon: 'i-lucide-user-round' },
  room: { one: 'Room', many: 'Rooms', icon: 'i-lucide-door-open' },
  equipment: { one: 'Equipment', many: 'Equipment', icon: 'i-lucide-wrench' },
}

/** "45 min", "2 h", "1 h 30 min", "2 days" */
export function durationWords(minutes: number): string {
  if (minutes > 0 && minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 ? `${formatNumber(hours)} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
    .filter((part) => part !== '')
    .join(' ')
}

export function countBookings(count: number): string {
  return count === 1 ? '1 booking' : `${formatNumber(count)} bookings`
}

export function customerOf({ customer }: Pick<Booking, 'customer'>): string {
  return customer?.name ?? 'Somebody'
}

export function namesOf(resources: readonly { readonly name: string }[]): string {
  return resources.map(({ name }) => name).join(', ')
}

export function priceWords(money: { readonly amount: number; readonly currency: string } | null): string {
  return money === null ? '' : formatMoney(money)
}

export function timesOf(booking: Pick<Booking, 'startsAt' | 'endsAt'>, timeZone: string): string {
  return spanWords({ startMs: Date.parse(booking.startsAt), endMs: Date.parse(booking.endsAt) }, timeZone)
}

const days = new Map<string, Intl.DateTimeFormat>()

/** "Wednesday 25 November 2026", of a moment in the zone. */
export function longDay(moment: string | number, timeZone: string): string {
  const format =
    days.get(timeZone) ??
    new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone })
  days.set(timeZone, format)
  return format.format(new Date(moment))
}

/** "Wed 25 Nov, 10:30 – 11:15" */
export function whenWords(booking: Pick<Booking, 'startsAt' | 'endsAt'>, timeZone: string): string {
  const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone })
  return `${day.format(new Date(booking.startsAt))}, ${timesOf(booking, timeZone)}`
}

/** A day as it is written to the API, in words: `Wed, 25 November`. */
export function dayWords(day: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: style,
    day: 'numeric',
    month: style,
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** Whom a choice among resources names: all of a kind, by their names. */
export function optionsOf(
  resources: readonly Pick<Resource, 'id' | 'name'>[],
  none: string,
): { readonly value: string; readonly label: string }[] {
  return [{ value: '', label: none }, ...resources.map(({ id, name }) => ({ value: id, label: name }))]
}
