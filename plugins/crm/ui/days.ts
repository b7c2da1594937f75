/** Days as the API writes them, `2026-11-30`, in the workspace's own time zone. */

export function todayIn(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The last day of the week of a day, whose weeks begin with a weekday: 1 for Monday to 7 for Sunday. */
export function endOfWeek(day: string, firstWeekday = 1): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, (firstWeekday + 6 - weekday) % 7)
}
