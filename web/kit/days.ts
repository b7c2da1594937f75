import { perLocale } from './locale.ts'

const longDays = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }))
const shortDays = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
)
const dayMs = 86_400_000

/** A day as the API writes it, `2026-11-30`, as the workspace does: "30 Nov 2026". */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? day : longDays().format(date)
}

/** "Today", "Tomorrow", "Mon, 30 Nov", and with its year when that is another one. */
export function dayWords(day: string, today: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  const away = Math.round((date.getTime() - Date.parse(`${today}T00:00:00Z`)) / dayMs)
  const word = new Map([
    [0, 'Today'],
    [1, 'Tomorrow'],
    [-1, 'Yesterday'],
  ]).get(away)
  if (word !== undefined) return word
  return day.slice(0, 4) === today.slice(0, 4) ? shortDays().format(date) : longDays().format(date)
}
