const minuteMs = 60_000
const dayMs = 86_400_000
/** No zone changes its clocks and back again within this time: Ramadan, the shortest reason to, has four weeks. */
const stepMs = 5 * dayMs

/** From a moment on, the clocks of a zone are ahead of UTC by so many milliseconds. */
interface Stretch {
  readonly fromMs: number
  readonly offsetMs: number
}

/** The clocks of one time zone; a local time is the number of milliseconds that its clocks would be at in UTC. */
export interface ZoneClock {
  readonly offsetAt: (ms: number) => number
  /** The stretches between two moments in which the clocks run evenly, the first of them from before `fromMs`. */
  readonly stretches: (fromMs: number, toMs: number) => readonly Stretch[]
  /** The first moment at which the clocks have reached a local time. Where they jump over it, that is the jump itself. */
  readonly reach: (localMs: number) => number
  readonly localAt: (ms: number) => number
  /** The day of a moment, `2026-11-22`. */
  readonly dayAt: (ms: number) => string
}

const clocks = new Map<string, ZoneClock>()

/**
 * The clock of a zone. Its transitions are found once a year of the calendar, by asking Intl every few days and then
 * between two answers that differ: everything after that is arithmetic.
 */
export function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  if (clocks.size >= 200) clocks.clear()
  const clock = createClock(timeZone)
  clocks.set(timeZone, clock)
  return clock
}

function createClock(timeZone: string): ZoneClock {
  const readOffset = offsetReader(timeZone)
  const years = new Map<number, readonly Stretch[]>()
  const ofYear = (year: number): readonly Stretch[] => {
    const known = years.get(year)
    if (known !== undefined) return known
    const found = findStretches(readOffset, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))
    years.set(year, found)
    return found
  }
  const offsetAt = (ms: number) => ofYear(yearOf(ms)).findLast(({ fromMs }) => fromMs <= ms)?.offsetMs ?? readOffset(ms)
  const stretches = (fromMs: number, toMs: number) => {
    const all: Stretch[] = [{ fromMs: Number.NEGATIVE_INFINITY, offsetMs: offsetAt(fromMs) }]
    for (let year = yearOf(fromMs); year <= yearOf(toMs); year++)
      for (const stretch of ofYear(year))
        if (stretch.fromMs > fromMs && stretch.fromMs < toMs && stretch.offsetMs !== all.at(-1)?.offsetMs)
          all.push(stretch)
    return all
  }
  const reach = (localMs: number) => {
    const near = stretches(localMs - dayMs, localMs + dayMs)
    for (const [place, { fromMs, offsetMs }] of near.entries()) {
      const untilMs = near[place + 1]?.fromMs ?? Number.POSITIVE_INFINITY
      if (localMs - offsetMs < untilMs) return Math.max(localMs - offsetMs, fromMs)
    }
    return localMs
  }
  const localAt = (ms: number) => ms + offsetAt(ms)
  return { offsetAt, stretches, reach, localAt, dayAt: (ms) => dayOf(localAt(ms)) }
}

function yearOf(ms: number): number {
  return new Date(ms).getUTCFullYear()
}

function findStretches(readOffset: (ms: number) => number, startMs: number, endMs: number): Stretch[] {
  const found: Stretch[] = [{ fromMs: startMs, offsetMs: readOffset(startMs) }]
  for (let fromMs = startMs; fromMs < endMs; fromMs += stepMs) {
    const toMs = Math.min(fromMs + stepMs, endMs)
    const offsetMs = readOffset(toMs)
    if (offsetMs !== found.at(-1)?.offsetMs) found.push({ fromMs: findChange(readOffset, fromMs, toMs), offsetMs })
  }
  return found.filter(({ fromMs }) => fromMs < endMs)
}

/** The first full minute with the later offset: since 1972 clocks change at full minutes. */
function findChange(readOffset: (ms: number) => number, fromMs: number, toMs: number): number {
  const later = readOffset(toMs)
  let [before, after] = [Math.floor(fromMs / minuteMs), Math.floor(toMs / minuteMs)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (readOffset(middle * minuteMs) === later) after = middle
    else before = middle
  }
  return after * minuteMs
}

/** Asks Intl by how many milliseconds a zone's clocks are ahead of UTC. */
function offsetReader(timeZone: string): (ms: number) => number {
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
  const pattern = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/
  return (ms) => {
    const [, month, day, year, hour, minute, second] = (pattern.exec(format.format(ms)) ?? []).map(Number)
    const local = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
    return local - Math.floor(ms / 1000) * 1000
  }
}

/** The day of a local time. */
export function dayOf(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 10)
}

/** The local time at which a day begins. */
export function localStartOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

export function addDays(day: string, days: number): string {
  return dayOf(localStartOf(day) + days * dayMs)
}

/** How many days lie between two days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((localStartOf(to) - localStartOf(from)) / dayMs)
}
