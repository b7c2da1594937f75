import { type Span, type WeekHours, weekdays } from '../contract.ts'
import { joinStretches, type Stretch } from './spans.ts'
import { addDays, clockOf, localStartOf, type ZoneClock } from './zone-clock.ts'

const minuteMs = 60_000

/** When a resource is open: its hours by the week in its own zone, and the days that have others. */
export interface Hours {
  readonly timeZone: string
  readonly week: WeekHours
  /** The first that holds a day decides about it. */
  readonly exceptions: readonly DayException[]
}

export interface DayException {
  readonly fromDay: string
  readonly toDay: string
  readonly spans: readonly Span[]
}

/** An opening by the clock, with the local time at which it begins: slots are counted from there. */
export interface Opening extends Stretch {
  readonly fromLocalMs: number
}

/**
 * The openings of the days that touch the time between two moments.
 *
 * An opening lasts from the first moment at which the clocks have reached its beginning to the first at which they have
 * reached its end: where clocks are put back it is longer by that, where they jump shorter.
 */
export function openingsOf(hours: Hours, fromMs: number, toMs: number): Opening[] {
  const clock = clockOf(hours.timeZone)
  const last = clock.dayAt(toMs)
  const openings: Opening[] = []
  for (let day = addDays(clock.dayAt(fromMs), -1); day <= last; day = addDays(day, 1))
    for (const span of spansOn(hours, day)) {
      const opening = openingOf(clock, day, span)
      if (opening.toMs > Math.max(opening.fromMs, fromMs) && opening.fromMs < toMs) openings.push(opening)
    }
  return openings
}

/** The time in which a resource is open, in order; openings that follow each other at once are one. */
export function openTimesOf(openings: readonly Opening[]): Stretch[] {
  return joinStretches(openings)
}

function spansOn({ week, exceptions }: Hours, day: string): readonly Span[] {
  const exception = exceptions.find(({ fromDay, toDay }) => fromDay <= day && day <= toDay)
  if (exception !== undefined) return exception.spans
  return week[weekdays[(new Date(localStartOf(day)).getUTCDay() + 6) % 7] ?? 'sunday']
}

function openingOf(clock: ZoneClock, day: string, { from, to }: Span): Opening {
  const start = localStartOf(day)
  const fromLocalMs = start + minutesOf(from) * minuteMs
  return {
    fromLocalMs,
    fromMs: clock.reach(fromLocalMs),
    toMs: clock.reach(start + minutesOf(to) * minuteMs),
  }
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The moments within an opening at which the clocks are a multiple of `stepMinutes` past its beginning. */
export function gridOf(opening: Opening, timeZone: string, stepMinutes: number): number[] {
  const stepMs = stepMinutes * minuteMs
  const starts: number[] = []
  const stretches = clockOf(timeZone).stretches(opening.fromMs, opening.toMs)
  for (const [place, { fromMs, offsetMs }] of stretches.entries()) {
    const begin = Math.max(fromMs, opening.fromMs)
    const end = Math.min(stretches[place + 1]?.fromMs ?? Number.POSITIVE_INFINITY, opening.toMs)
    const past = begin + offsetMs - opening.fromLocalMs
    for (let ms = begin + ((stepMs - (past % stepMs)) % stepMs); ms < end; ms += stepMs) starts.push(ms)
  }
  return starts
}
