import { perLocale } from './locale.ts'

const dates = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
const moments = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }))
const numbers = perLocale((locale) => new Intl.NumberFormat(locale))
/** Words among the words of the pages, so in their language. */
const relatives = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

export function formatDate(time: string): string {
  return dates().format(new Date(time))
}

export function formatDateTime(time: string): string {
  return moments().format(new Date(time))
}

export function formatNumber(value: number): string {
  return numbers().format(value)
}

/** "3 minutes ago"; a date once it is more than a month away. */
export function relativeTime(time: string, nowMs: number = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - nowMs) / 1000)
  if (Math.abs(seconds) > 30 * 86_400) return formatDate(time)
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return relatives.format(Math.trunc(seconds / size), unit)
  return relatives.format(seconds, 'second')
}
