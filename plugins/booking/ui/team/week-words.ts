import { minutesOf, minuteWords } from '#kit'
import type { Span, Weekday, WeekHours } from '../types.ts'

export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

const names = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' })
const shortNames = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' })
/** 2024 began on a Monday. */
const dayOf = (weekday: Weekday) => new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(weekday)))

export function weekdayName(weekday: Weekday): string {
  return names.format(dayOf(weekday))
}

/** "9:00 – 13:00, 14:00 – 18:00" */
export function spanListWords(spans: readonly Span[]): string {
  const clock = (text: string) => minuteWords((minutesOf(text) ?? 0) % 1440)
  return spans.map(({ from, to }) => `${clock(from)} – ${clock(to)}`).join(', ')
}

/** "Mon – Fri 9:00 – 17:00, Sat 10:00 – 14:00": days that follow each other with the same hours are one. */
export function weekWords(hours: WeekHours): string {
  const groups: { first: Weekday; last: Weekday; spans: string }[] = []
  for (const weekday of weekdays) {
    const spans = spanListWords(hours[weekday])
    const before = groups.at(-1)
    const isNext = before !== undefined && weekdays.indexOf(weekday) === weekdays.indexOf(before.last) + 1
    if (spans === '') continue
    if (before !== undefined && isNext && before.spans === spans) before.last = weekday
    else groups.push({ first: weekday, last: weekday, spans })
  }
  const short = (weekday: Weekday) => shortNames.format(dayOf(weekday))
  const words = groups.map(({ first, last, spans }) =>
    first === last ? `${short(first)} ${spans}` : `${short(first)} – ${short(last)} ${spans}`,
  )
  return words.join('; ') || 'No hours yet'
}
