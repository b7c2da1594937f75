import { platformErrors } from '#sdk'
import type { Slot, SlotDays } from '../contract.ts'
import type { Diary, SlotWish } from './diary.ts'
import { type FoundSlot, findSlots, windowOf } from './find-slots.ts'
import { momentText } from './moment-text.ts'
import { openingsOf } from './open-times.ts'
import { addDays, clockOf, daysBetween, localStartOf } from './zone-clock.ts'

const mostDays = 62
const hourMs = 3_600_000

/** Days of a zone, both included. */
export interface DayRange {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

/** The first moment of a range of days and the first after it; refuses one that is too long. */
export function boundsOf({ from, to, timeZone }: DayRange): { readonly fromMs: number; readonly toMs: number } {
  const length = daysBetween(from, to)
  const wrong =
    length < 0
      ? 'The first day comes after the last'
      : length >= mostDays
        ? `At most ${mostDays} days at once`
        : undefined
  if (wrong !== undefined) throw platformErrors.invalid({ errors: [{ in: 'query', pointer: '#/from', detail: wrong }] })
  const clock = clockOf(timeZone)
  return { fromMs: clock.reach(localStartOf(from)), toMs: clock.reach(localStartOf(addDays(to, 1))) }
}

/** The service's duration that is asked for, its first when none is. */
export function durationOf(service: { readonly durations: readonly number[] }, given: number | undefined): number {
  const duration = given ?? service.durations[0] ?? 0
  if (service.durations.includes(duration)) return duration
  const detail = `Choose one of ${service.durations.join(', ')} minutes`
  throw platformErrors.invalid({ errors: [{ pointer: '#/durationMinutes', detail }] })
}

/** The slots of some days, by the days of their zone. */
export function listSlots(diary: Diary, range: DayRange, wish: Omit<SlotWish, 'fromMs' | 'toMs'>): SlotDays {
  const bounds = boundsOf(range)
  const clock = clockOf(range.timeZone)
  const found = findSlots(diary, { ...wish, ...bounds })
  const byDay = new Map<string, Slot[]>()
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) byDay.set(day, [])
  for (const slot of found) byDay.get(clock.dayAt(slot.startMs))?.push(presentSlot(slot))
  const window = windowOf(diary, wish.nowMs)
  return {
    timeZone: range.timeZone,
    durationMinutes: wish.durationMinutes,
    days: [...byDay].map(([day, slots]) => ({ day, slots })),
    window: { from: clock.dayAt(window.fromMs), to: clock.dayAt(window.toMs - 1) },
    emptyBecause: found.length > 0 ? null : reasonOf(diary, bounds),
  }
}

export function presentSlot({ startMs, endMs, left }: FoundSlot): Slot {
  return { startsAt: momentText(startMs), endsAt: momentText(endMs), left }
}

function reasonOf(diary: Diary, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
  const { needs } = diary.service
  const active = diary.resources.filter((resource) => resource.active)
  const isNobodys = needs.some(
    ({ count, resources }) =>
      resources.filter(({ resourceId }) => active.some(({ id }) => id === resourceId)).length < count,
  )
  if (needs.length === 0 || isNobodys) return 'nobody'
  const isOpen = active.some(({ id, hours, timeZone }) => {
    const exceptions = diary.daysOff.filter(({ resourceId }) => resourceId === null || resourceId === id)
    return openingsOf({ timeZone: timeZone ?? diary.timeZone, week: hours, exceptions }, fromMs, toMs).length > 0
  })
  return isOpen ? 'taken' : 'closed'
}

const mostAlternatives = 5
const reachMs = 72 * hourMs

/** Up to five other times near one that cannot be had, the nearest first. */
export function alternativesTo(diary: Diary, wish: SlotWish, startMs: number): Slot[] {
  return findSlots(diary, { ...wish, fromMs: startMs - reachMs, toMs: startMs + reachMs })
    .filter((slot) => slot.startMs !== startMs)
    .sort((one, other) => Math.abs(one.startMs - startMs) - Math.abs(other.startMs - startMs))
    .slice(0, mostAlternatives)
    .map(presentSlot)
}
