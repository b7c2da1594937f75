import { locale } from '#site'
import type { Money } from './nouns.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${JSON.stringify(options)}`
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale(), options)
  formatters.set(key, found)
  return found
}

/** A day of the calendar is no moment: it is written as it stands, in no zone. */
function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}

/** `Thursday, 3 December`, with the year when it is asked for. */
export function writeDay(day: string, year = false): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return formatter(year ? { ...options, year: 'numeric' } : options).format(noon(day))
}

/** `December 2026`. */
export function writeMonth(month: string): string {
  return formatter({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(`${month}-01`))
}

/** `December`. */
export function writeMonthName(month: string): string {
  return formatter({ month: 'long', timeZone: 'UTC' }).format(noon(`${month}-01`))
}

/** The seven days from the one that begins the week here, short and long. */
export function weekdayNames(firstDay: number): { short: string; long: string }[] {
  // 2024-01-01 was a Monday, day 1 of ISO's week.
  return [0, 1, 2, 3, 4, 5, 6].map((offset) => {
    const day = new Date(Date.UTC(2024, 0, firstDay + offset, 12))
    return {
      short: formatter({ weekday: 'short', timeZone: 'UTC' }).format(day),
      long: formatter({ weekday: 'long', timeZone: 'UTC' }).format(day),
    }
  })
}

/** `14:30`, or `2:30 pm` where people write it so. */
export function writeTime(at: string, timeZone: string): string {
  return formatter({ hour: 'numeric', minute: '2-digit', timeZone }).format(new Date(at))
}

/** The hour of the clock, 0 to 23. */
export function hourOf(at: string, timeZone: string): number {
  return Number(
    formatter({ hour: '2-digit', hourCycle: 'h23', timeZone, numberingSystem: 'latn' })
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'hour')?.value,
  )
}

/** `14:30 GMT+1`, for the hour that a change of clocks brings twice. */
export function writeTimeWithOffset(at: string, timeZone: string): string {
  return formatter({ hour: 'numeric', minute: '2-digit', timeZoneName: 'shortOffset', timeZone }).format(new Date(at))
}

/** `Thursday, 3 December 2026 at 14:30`. */
export function writeMoment(at: string, timeZone: string): string {
  return formatter({ dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(at))
}

/** `14:30–15:15`. */
export function writeSpan(from: string, to: string, timeZone: string): string {
  return formatter({ hour: 'numeric', minute: '2-digit', timeZone }).formatRange(new Date(from), new Date(to))
}

/** `1 hour 30 minutes`. */
export function writeMinutes(minutes: number): string {
  const parts: readonly (readonly [string, number])[] = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor((minutes % 1440) / 60)],
    ['minute', minutes % 60],
  ]
  const shown = parts.filter(([, value]) => value > 0)
  const write = ([unit, value]: readonly [string, number]) =>
    new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(value)
  return shown.map(write).join(' ')
}

/** `9:05`, of a countdown. */
export function writeCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `€40.00` in the visitor's way of writing. */
export function writeMoney({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** `Europe/Berlin` as `Berlin (GMT+1)`, with the clock of that moment. */
export function writeZone(timeZone: string, at = new Date()): string {
  const parts = formatter({ timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  return place === offset ? place : `${place} (${offset})`
}
