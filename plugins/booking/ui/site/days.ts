/** Days are `2026-12-03`, months `2026-12`: strings that sort as they follow each other. */

/** The day that it is at a moment, by a zone's clock. */
export function dayIn(timeZone: string, at: Date): string {
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, ...digits })
  dayFormats.set(timeZone, format)
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}

const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
/** Made once: making one takes longer than all that it formats here. */
const dayFormats = new Map<string, Intl.DateTimeFormat>()

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

export function monthOf(day: string): string {
  return day.slice(0, 7)
}

export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

export function firstDayOf(month: string): string {
  return `${month}-01`
}

export function lastDayOf(month: string): string {
  return addDays(firstDayOf(addMonths(month, 1)), -1)
}

/** The weeks of a month from a weekday (1 is Monday); days of other months are left empty. */
export function weeksOf(month: string, firstWeekday: number): (string | undefined)[][] {
  const first = firstDayOf(month)
  const count = Number(lastDayOf(month).slice(8))
  const ahead = (new Date(`${first}T00:00:00Z`).getUTCDay() - (firstWeekday % 7) + 7) % 7
  const cells = [...Array<undefined>(ahead), ...Array.from({ length: count }, (_, place) => addDays(first, place))]
  const weeks: (string | undefined)[][] = []
  for (let at = 0; at < cells.length; at += 7) weeks.push(Array.from({ length: 7 }, (_, place) => cells[at + place]))
  return weeks
}

/** On which day the week begins, 1 for Monday to 7 for Sunday: as the visitor's language has it. */
export function firstWeekday(locale: string): number {
  const found = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return found.getWeekInfo?.().firstDay ?? 1
}
