import type { DiaryService } from './diary.ts'
import { clockOf } from './zone-clock.ts'

const hourMs = 3_600_000
const dayMs = 86_400_000

/** The stretches of the workspace's calendar that a moment lies in, as numbers to count by. */
function placesOf(localMs: number) {
  const day = Math.floor(localMs / dayMs)
  const date = new Date(localMs)
  return {
    perDay: day,
    // The first of January 1970 was a Thursday; weeks begin on Mondays.
    perWeek: Math.floor((day + 3) / 7),
    perMonth: date.getUTCFullYear() * 12 + date.getUTCMonth(),
    hour: Math.floor(localMs / hourMs),
  }
}

const periods = ['perDay', 'perWeek', 'perMonth'] as const

/** A limit that a booking has to keep to: at most so many between two moments. */
export interface LimitBound {
  readonly counts: 'bookings' | 'guests'
  readonly most: number
  readonly fromMs: number
  readonly toMs: number
}

/** Says which moments a service's limits have room for; undefined without limits. */
export function limitsOf(
  service: Pick<DiaryService, 'limits' | 'guestsPerHour'>,
  timeZone: string,
  starts: readonly { readonly startMs: number; readonly party: number }[],
): ((startMs: number, party: number) => boolean) | undefined {
  const kept = periods.filter((period) => service.limits[period] !== null)
  const { guestsPerHour } = service
  if (kept.length === 0 && guestsPerHour === null) return undefined
  const clock = clockOf(timeZone)
  const counts = new Map<string, number>()
  const add = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)
  for (const { startMs, party } of starts) {
    const places = placesOf(clock.localAt(startMs))
    for (const period of kept) add(`${period} ${places[period]}`, 1)
    add(`hour ${places.hour}`, party)
  }
  return (startMs, party) => {
    const places = placesOf(clock.localAt(startMs))
    const hasRoom = kept.every(
      (period) => (counts.get(`${period} ${places[period]}`) ?? 0) < (service.limits[period] ?? 0),
    )
    return hasRoom && (guestsPerHour === null || (counts.get(`hour ${places.hour}`) ?? 0) + party <= guestsPerHour)
  }
}

/** The same limits for one moment, as the database checks them when the time is taken. */
export function boundsAt(
  service: Pick<DiaryService, 'limits' | 'guestsPerHour'>,
  timeZone: string,
  startMs: number,
): LimitBound[] {
  const clock = clockOf(timeZone)
  const local = clock.localAt(startMs)
  const { perDay: day, perWeek: week, hour } = placesOf(local)
  const date = new Date(local)
  const monthAt = (later: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1)
  const spans = {
    perDay: [day * dayMs, (day + 1) * dayMs],
    perWeek: [(week * 7 - 3) * dayMs, (week * 7 + 4) * dayMs],
    perMonth: [monthAt(0), monthAt(1)],
  } as const
  const bound = (counts: LimitBound['counts'], most: number, [from, to]: readonly [number, number]): LimitBound => ({
    counts,
    most,
    fromMs: clock.reach(from),
    toMs: clock.reach(to),
  })
  return [
    ...periods.flatMap((period) => {
      const most = service.limits[period]
      return most === null ? [] : [bound('bookings', most, spans[period])]
    }),
    ...(service.guestsPerHour === null
      ? []
      : [bound('guests', service.guestsPerHour, [hour * hourMs, (hour + 1) * hourMs])]),
  ]
}
