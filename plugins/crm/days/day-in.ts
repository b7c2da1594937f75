const dayMs = 86_400_000

/** What tells the day: the moment, and the zone in which the workspace counts days. `c.var` is one. */
export interface Clock {
  readonly now: Date
  readonly tenant: { readonly timeZone: string }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day of a moment in a zone, `2026-11-22`. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  return `${(parts.year ?? '').padStart(4, '0')}-${parts.month}-${parts.day}`
}

export function todayOf({ now, tenant }: Clock): string {
  return dayIn(tenant.timeZone, now)
}

/** The day so many days later; earlier when negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** How many days lie between two days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

/**
 * The first moment of a day in a zone.
 *
 * Where clocks skip midnight the day begins at the hour after it, and no zone is further from UTC than fifteen hours.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const guess = midnight - offsetAt(midnight - offsetAt(midnight, timeZone), timeZone)
  if (isFirstMoment(guess, day, timeZone)) return new Date(guess)
  let [before, within] = [midnight - 15 * 3_600_000, midnight + 15 * 3_600_000]
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (dayIn(timeZone, new Date(middle)) < day) before = middle
    else within = middle
  }
  return new Date(within)
}

function isFirstMoment(ms: number, day: string, timeZone: string): boolean {
  return dayIn(timeZone, new Date(ms)) === day && dayIn(timeZone, new Date(ms - 1)) < day
}

/** By how many milliseconds the zone's clock is ahead of UTC. */
function offsetAt(ms: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(new Date(ms))
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const shown = new Date(0)
  shown.setUTCFullYear(year, month - 1, day)
  shown.setUTCHours(hour, minute, second)
  return shown.getTime() - Math.floor(ms / 1000) * 1000
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  if (formats.size >= 100) formats.clear()
  formats.set(timeZone, format)
  return format
}
