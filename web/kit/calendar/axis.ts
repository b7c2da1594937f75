import { type ClockChange, clockChange, startOfDay, wallTime } from './zone.ts'

/** A stretch of the clock that some day has twice: it gets rows of its own after the first time. */
interface Repeat {
  readonly from: number
  readonly to: number
}

export interface AxisRow {
  /** What the clock shows at its top, in minutes after midnight. */
  readonly minutes: number
  /** Whether it is the second time that the clock shows this. */
  readonly again: boolean
}

/**
 * The scale that days stand beside each other on: the clock on the wall from one hour to another.
 *
 * An hour that one of the days has twice has two places on it, so nothing of a day of 25 hours lies on top of
 * something else; on a day of 23 the hour that is missing stays empty.
 */
export interface Axis {
  readonly rows: readonly AxisRow[]
  readonly stepMinutes: number
  readonly timeZone: string
  readonly from: number
  readonly to: number
  readonly repeats: readonly Repeat[]
}

export interface AxisRange {
  readonly timeZone: string
  /** Minutes after midnight, whole steps. */
  readonly from: number
  readonly to: number
  readonly stepMinutes: number
}

export function createAxis(days: readonly string[], range: AxisRange): Axis {
  const { timeZone, from, to, stepMinutes } = range
  const repeats = [...new Set(days)]
    .map((day) => clockChange(day, timeZone))
    .filter((change): change is ClockChange => change !== undefined && change.to < change.from)
    .map((change) => ({ from: change.to, to: change.from }))
    .filter((repeat) => repeat.to > from && repeat.from < to)
    .filter((repeat, place, all) => all.findIndex((each) => each.to === repeat.to) === place)
    .sort((a, b) => a.to - b.to)
  const rows: AxisRow[] = []
  for (let minutes = from; minutes <= to; minutes += stepMinutes) {
    for (const repeat of repeats)
      if (repeat.to === minutes)
        for (let again = repeat.from; again < repeat.to; again += stepMinutes)
          rows.push({ minutes: again, again: true })
    if (minutes < to) rows.push({ minutes, again: false })
  }
  return { rows, stepMinutes, timeZone, from, to, repeats }
}

export interface AxisDay {
  readonly day: string
  readonly start: number
  readonly end: number
  readonly change: ClockChange | undefined
}

export function readDay(day: string, timeZone: string): AxisDay {
  const start = startOfDay(day, timeZone)
  // No day is longer than 25 hours, and the one after begins at most an hour late.
  const next = wallTime(start + 26 * 3_600_000, timeZone).day
  return { day, start, end: startOfDay(next, timeZone), change: clockChange(day, timeZone) }
}

/** How many minutes below the axis' top a moment of a day stands; before the day at its top, after it at its end. */
export function placeOf(axis: Axis, day: AxisDay, ms: number): number {
  if (ms < day.start) return 0
  if (ms >= day.end) return axis.rows.length * axis.stepMinutes
  const { change } = day
  const isAgain = change !== undefined && change.to < change.from && ms >= change.at
  const { minutes } = wallTime(ms, axis.timeZone)
  const isSecond = isAgain && minutes < change.from
  const inserted = axis.repeats
    .filter((repeat) => (isSecond ? repeat.to <= change.from : repeat.to <= minutes))
    .reduce((sum, repeat) => sum + repeat.to - repeat.from, 0)
  const place = isSecond ? change.from - axis.from + inserted - (change.from - minutes) : minutes - axis.from + inserted
  return Math.min(Math.max(place, 0), axis.rows.length * axis.stepMinutes)
}

/** The moment at the top of a row on a day; undefined where the day has no such time. */
export function momentOfRow(day: AxisDay, row: AxisRow): number | undefined {
  const { change, start } = day
  const elapsed = row.minutes * 60_000
  if (change === undefined) return row.again ? undefined : start + elapsed
  const at = change.at - change.to * 60_000 + elapsed
  if (change.to > change.from) {
    if (row.again || (row.minutes >= change.from && row.minutes < change.to)) return undefined
    return row.minutes < change.from ? start + elapsed : at
  }
  const isRepeated = row.minutes >= change.to && row.minutes < change.from
  if (row.again) return isRepeated ? at : undefined
  return row.minutes < change.from ? start + elapsed : at
}
