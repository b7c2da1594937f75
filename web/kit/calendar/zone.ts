import { Temporal } from 'temporal-polyfill'

/** Days as the API writes them, `2026-11-30`, and moments in milliseconds, by the clock on the wall of a time zone. */

export interface WallTime {
  readonly day: string
  /** Since midnight as the clock shows it, fractions included. */
  readonly minutes: number
}

export function wallTime(ms: number, timeZone: string): WallTime {
  const time = zoned(ms, timeZone)
  return {
    day: time.toPlainDate().toString(),
    minutes: time.hour * 60 + time.minute + time.second / 60 + time.millisecond / 60_000,
  }
}

export function dayOf(ms: number, timeZone: string): string {
  return zoned(ms, timeZone).toPlainDate().toString()
}

/** What a field for times holds: `09:30`. */
export function clockOf(ms: number, timeZone: string): string {
  return zoned(ms, timeZone).toPlainTime().toString().slice(0, 5)
}

/** The minutes after midnight of `09:30`; undefined for what is no time. */
export function minutesOf(clock: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** The first moment of a day: not always midnight, where clocks skip it. */
export function startOfDay(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).startOfDay().epochMilliseconds
}

/** The moment at which the clock shows so many minutes; after a gap that swallows them, and the first of two. */
export function momentAt(day: string, minutes: number, timeZone: string): number {
  const date = Temporal.PlainDate.from(day)
  const [whole, rest] = [Math.floor(minutes / 1440), minutes % 1440]
  const time = { hour: Math.floor(rest / 60), minute: Math.floor(rest % 60) }
  return date.add({ days: whole }).toPlainDateTime(time).toZonedDateTime(timeZone).epochMilliseconds
}

/** A change of the clocks on a day: at `at` they go from so many minutes after midnight to more or fewer. */
export interface ClockChange {
  readonly at: number
  readonly from: number
  readonly to: number
}

export function clockChange(day: string, timeZone: string): ClockChange | undefined {
  const start = startOfDay(day, timeZone)
  const end = startOfDay(addDays(day, 1), timeZone)
  const first = wallTime(start, timeZone).minutes
  if (first !== 0) return { at: start, from: 0, to: first }
  const next = zoned(start, timeZone).getTimeZoneTransition('next')?.epochMilliseconds
  if (next === undefined || next >= end) return undefined
  const [from, to] = [wallTime(next - 1, timeZone), wallTime(next, timeZone)]
  const change = { at: next, from: Math.round(from.minutes), to: to.minutes }
  return change.from === change.to ? undefined : change
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

/** Whether the text is a day of the calendar. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}

/** The first day of the week of a day; 1 is Monday, 7 is Sunday. */
export function startOfWeek(day: string, firstWeekday: number): string {
  const date = Temporal.PlainDate.from(day)
  return date.subtract({ days: (date.dayOfWeek - firstWeekday + 7) % 7 }).toString()
}

interface WeekInfo {
  readonly firstDay: number
}

/** On which day the weeks of a language begin, from 1 for Monday to 7 for Sunday. */
export function firstWeekdayOf(language: string): number {
  try {
    const locale = new Intl.Locale(language).maximize() as Intl.Locale & {
      readonly getWeekInfo?: () => WeekInfo
      readonly weekInfo?: WeekInfo
    }
    return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
  } catch {
    return 1
  }
}

function zoned(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
}
