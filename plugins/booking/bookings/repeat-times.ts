import { platformErrors } from '#sdk'
import type { Repeat } from '../contract.ts'
import { clockOf } from '../slots/zone-clock.ts'

const dayMs = 86_400_000
const longestDays = 800
const daysIn = { day: 1, week: 7 } as const

/**
 * The times of a series, at the same time of the day by the clocks of a zone.
 *
 * A month without the day is left out, as the 31st of April: the series goes on with the next that has it.
 */
export function repeatTimes(startMs: number, repeat: Repeat | null, timeZone: string): number[] {
  if (repeat === null) return [startMs]
  const times = listTimes(startMs, repeat, timeZone)
  if ((times.at(-1) ?? startMs) - startMs <= longestDays * dayMs) return times
  const detail = `A series lasts ${longestDays} days at most`
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/repeat/count', detail }] })
}

function listTimes(startMs: number, repeat: Repeat, timeZone: string): number[] {
  const { every, interval, count } = repeat
  const clock = clockOf(timeZone)
  const local = clock.localAt(startMs)
  if (every !== 'month')
    return [
      startMs,
      ...Array.from({ length: count - 1 }, (_, place) =>
        clock.reach(local + (place + 1) * interval * daysIn[every] * dayMs),
      ),
    ]
  const first = new Date(local)
  const times = [startMs]
  for (let months = interval; times.length < count; months += interval) {
    const later = new Date(local)
    later.setUTCDate(1)
    later.setUTCMonth(first.getUTCMonth() + months)
    later.setUTCDate(first.getUTCDate())
    if (later.getUTCDate() === first.getUTCDate()) times.push(clock.reach(later.getTime()))
  }
  return times
}
