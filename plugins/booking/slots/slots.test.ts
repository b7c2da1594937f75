import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WeekHours } from '../contract.ts'
import type { Diary, DiaryClaim } from './diary.ts'
import { findSlots } from './find-slots.ts'
import { gridOf, openingsOf } from './open-times.ts'
import { clockOf } from './zone-clock.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const zones = Intl.supportedValuesOf('timeZone')

function always(from: string, to: string): WeekHours {
  const spans = [{ from, to }]
  return {
    monday: spans,
    tuesday: spans,
    wednesday: spans,
    thursday: spans,
    friday: spans,
    saturday: spans,
    sunday: spans,
  }
}

/** The clock on a wall, read from Intl minute by minute: it knows nothing of transitions or offsets. */
function wallReader(timeZone: string): (ms: number) => { readonly day: string; readonly minutes: number } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (ms) => {
    const text = format.format(ms)
    return { day: text.slice(0, 10), minutes: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) }
  }
}

/**
 * The slots of one day by walking along the wall clock: the shop opens when the clock first shows the opening time or
 * later on that day, closes when it first shows the closing time, and a slot begins at each full step on the dial.
 */
function slotsByWalking(
  timeZone: string,
  day: string,
  from: number,
  to: number,
  step: number,
  length: number,
): number[] {
  const wallAt = wallReader(timeZone)
  const noon = Date.parse(`${day}T12:00:00Z`)
  const isPast = (ms: number, minutes: number) => {
    const wall = wallAt(ms)
    return wall.day > day || (wall.day === day && wall.minutes >= minutes)
  }
  const first = (minutes: number) => {
    let ms = noon - 36 * hourMs
    // Only the day itself is walked through minute by minute.
    while (!isPast(ms + hourMs, 0)) ms += hourMs
    while (!isPast(ms, minutes)) ms += minuteMs
    return ms
  }
  const [opens, closes] = [first(from), first(to)]
  const starts: number[] = []
  for (let ms = opens; ms + length * minuteMs <= closes; ms += minuteMs)
    if (isOnDial(wallAt(ms), day, from, step)) starts.push(ms)
  return starts
}

function isOnDial(
  wall: { readonly day: string; readonly minutes: number },
  day: string,
  from: number,
  step: number,
): boolean {
  const past = (Date.parse(wall.day) - Date.parse(day)) / minuteMs + wall.minutes - from
  return ((past % step) + step) % step === 0
}

function slotsByGrid(timeZone: string, day: string, from: number, to: number, step: number, length: number): number[] {
  const text = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const start = Date.parse(`${day}T00:00:00Z`)
  const hours = { timeZone, week: always(text(from), text(to)), exceptions: [] }
  return openingsOf(hours, start - dayMs, start + 2 * dayMs)
    .filter(({ fromLocalMs }) => fromLocalMs === start + from * minuteMs)
    .flatMap((opening) => gridOf(opening, timeZone, step).filter((ms) => ms + length * minuteMs <= opening.toMs))
}

/** The days around every change of a zone's clocks from 2020 to 2035, found by comparing the wall clock day by day. */
function transitionDays(timeZone: string): string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' })
  const days: string[] = []
  let before = format.format(Date.UTC(2020, 0, 1))
  for (let ms = Date.UTC(2020, 0, 2); ms < Date.UTC(2036, 0, 1); ms += dayMs) {
    const shown = format.format(ms)
    if (shown !== before)
      for (const offset of [-2, -1, 0]) days.push(new Date(ms + offset * dayMs).toISOString().slice(0, 10))
    before = shown
  }
  return days
}

describe('slots by the clock', () => {
  it('none is missing, doubled or shifted, in every zone across every change of clocks from 2020 to 2035', {
    timeout: 300_000,
  }, () => {
    const rules = new Map<string, string[]>()
    for (const zone of zones) {
      const days = transitionDays(zone)
      // Zones with the same clocks on all of these days are one to this test.
      const key = days.join() + [2020, 2027, 2035].map((year) => clockOf(zone).offsetAt(Date.UTC(year, 0, 1))).join()
      rules.set(key, [...(rules.get(key) ?? []), zone])
    }
    expect(zones.length).toBeGreaterThan(400)
    let compared = 0
    for (const [[zone = 'UTC'], place] of [...rules.values()].map((same, index) => [same, index] as const)) {
      const days = transitionDays(zone)
      for (const [index, day] of (days.length === 0 ? ['2026-06-01'] : days).entries()) {
        const [from, to, step, length] = [
          [0, 1440, 60, 60],
          [90, 300, 30, 30],
          [150, 480, 45, 90],
        ][(index + place) % 3] as [number, number, number, number]
        const found = slotsByGrid(zone, day, from, to, step, length)
        expect({ zone, day, found }).toEqual({ zone, day, found: slotsByWalking(zone, day, from, to, step, length) })
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(3000)
  })

  it('zones of the same rules have the same clocks: offsets are Intl’s at any moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2036, 0, 1) }),
        (zone, ms) => {
          const wall = wallReader(zone)(ms)
          const local = new Date(clockOf(zone).localAt(ms)).toISOString()
          expect(local.slice(0, 10)).toBe(wall.day)
          expect(Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))).toBe(wall.minutes)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** Ten people and five rooms, with 500 bookings in a month. */
function busyDiary(startMs: number): Diary {
  const people = Array.from({ length: 10 }, (_, place) => id(place))
  const rooms = Array.from({ length: 5 }, (_, place) => id(100 + place))
  const resource = (each: string) => ({
    id: each,
    name: each,
    capacity: 1,
    active: true,
    timeZone: null,
    hours: always('08:00', '18:00'),
  })
  const claims = Array.from({ length: 500 }, (_, place): DiaryClaim[] => {
    const fromMs = startMs + (place % 30) * dayMs + (8 + ((place * 7) % 9)) * hourMs
    const times = { fromMs, toMs: fromMs + hourMs, startMs: fromMs, endMs: fromMs + hourMs }
    const claim = {
      bookingId: id(1000 + place),
      serviceId: id(1),
      sessionId: id(1000 + place),
      amount: 1,
      capacity: 1,
      ...times,
    }
    return [
      { ...claim, resourceId: people[place % 10] ?? null },
      { ...claim, resourceId: rooms[place % 5] ?? null },
    ]
  }).flat()
  const need = (ids: string[]) => ({
    count: 1,
    perGuest: false,
    resources: ids.map((resourceId) => ({ resourceId, weight: 1 })),
  })
  return {
    timeZone: 'Europe/Berlin',
    service: {
      id: id(1),
      durations: [60],
      slotMinutes: 15,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 10,
      minNoticeMinutes: 0,
      windowDays: 365,
      limits: { perDay: 100, perWeek: null, perMonth: null },
      guestsPerHour: null,
      seats: 1,
      calendarIds: null,
      needs: [need(people), need(rooms)],
    },
    resources: [...people, ...rooms].map(resource),
    daysOff: [],
    busy: people.map((resourceId, place) => ({
      resourceId,
      calendarId: null,
      fromMs: startMs + place * dayMs,
      toMs: startMs + (place + 1) * dayMs,
    })),
    claims,
    starts: claims.map(({ bookingId, startMs: begins }) => ({ bookingId, startMs: begins, party: 1 })),
  }
}

describe('slots of a month', () => {
  const startMs = Date.UTC(2026, 2, 1)
  const wish = {
    nowMs: startMs - dayMs,
    fromMs: startMs,
    toMs: startMs + 31 * dayMs,
    durationMinutes: 60,
    party: 1,
    wanted: [],
  }

  it('are those that trying every quarter of an hour finds', () => {
    const diary = busyDiary(startMs)
    const { bufferBeforeMinutes, bufferAfterMinutes, needs } = diary.service
    const taken = (resourceId: string, from: number, to: number) =>
      [...diary.claims, ...diary.busy].some(
        (each) => each.resourceId === resourceId && each.fromMs < to && each.toMs > from,
      )
    const wallAt = wallReader('Europe/Berlin')
    const expected: number[] = []
    for (let ms = startMs; ms < wish.toMs; ms += 15 * minuteMs) {
      const { minutes } = wallAt(ms)
      if (minutes < 8 * 60 || minutes + 60 > 18 * 60) continue
      const isFree = needs.every(({ resources }) =>
        resources.some(
          ({ resourceId }) =>
            !taken(resourceId, ms - bufferBeforeMinutes * minuteMs, ms + (60 + bufferAfterMinutes) * minuteMs),
        ),
      )
      if (isFree) expected.push(ms)
    }
    expect(findSlots(diary, wish).map((slot) => slot.startMs)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(100)
  })

  it('take less than 50 ms to compute for ten people, five rooms and 500 bookings', () => {
    const diary = busyDiary(startMs)
    findSlots(diary, wish)
    const times = Array.from({ length: 9 }, () => {
      const beganMs = performance.now()
      findSlots(diary, wish)
      return performance.now() - beganMs
    }).sort((one, other) => one - other)
    // The quickest: others wait for whatever else the machine does.
    expect(times[0]).toBeLessThan(50)
  })
})
