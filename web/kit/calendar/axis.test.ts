import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAxis, momentOfRow, placeOf, readDay } from './axis.ts'
import { addDays, clockChange, dayOf, firstWeekdayOf, isDay, momentAt, startOfDay, startOfWeek } from './zone.ts'

const hour = 3_600_000
/** Independent of what is tested: the browser's own calendar, asked moment by moment. */
const clock = (ms: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(ms)
const words = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const axisOf = (days: string[], timeZone: string, from = 0, to = 1440) =>
  createAxis(days, { timeZone, from, to, stepMinutes: 30 })

/** Where and when clocks change, by half an hour and at midnight too. */
const changes: readonly (readonly [zone: string, day: string, hours: number])[] = [
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['Asia/Beirut', '2026-03-29', 23],
  ['Asia/Beirut', '2026-10-24', 25],
  ['Africa/Cairo', '2026-10-29', 25],
  ['America/Havana', '2026-03-08', 23],
  ['Asia/Kathmandu', '2026-03-29', 24],
]

test.each(changes)(
  'a day of %s, %s, has %d hours, and each of its half hours one row of its own',
  (zone, day, hours) => {
    const [shown, axis] = [readDay(day, zone), axisOf([day], zone)]
    expect((shown.end - shown.start) / hour).toBe(hours)
    const moments = axis.rows.flatMap((row) => momentOfRow(shown, row) ?? [])
    expect(moments).toEqual(Array.from({ length: hours * 2 }, (_, place) => shown.start + place * (hour / 2)))
    for (const row of axis.rows) {
      const at = momentOfRow(shown, row)
      if (at !== undefined) expect(clock(at, zone)).toBe(`${day} ${words(row.minutes)}`)
    }
  },
)

test('a moment stands at the row of its time, whatever other days stand beside it', () => {
  const cases = fc.tuple(
    fc.constantFrom(...changes),
    fc.integer({ min: -1, max: 1 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  fc.assert(
    fc.property(cases, ([[zone, changeDay], beside, share]) => {
      const days = [-1, 0, 1].map((step) => addDays(changeDay, step))
      const axis = axisOf(days, zone)
      const shown = readDay(addDays(changeDay, beside), zone)
      const ms = Math.floor((shown.start + (shown.end - shown.start - 1) * share) / 60_000) * 60_000
      const place = placeOf(axis, shown, ms)
      const row = axis.rows[Math.floor(place / 30)]
      const top = row === undefined ? undefined : momentOfRow(shown, row)
      expect(top).toBeDefined()
      expect(place % 30).toBeCloseTo((ms - (top ?? 0)) / 60_000, 5)
    }),
  )
})

test('a part of the day keeps the hours that it has twice, and nothing outside of it', () => {
  const axis = axisOf(['2026-10-25'], 'Europe/Berlin', 120, 240)
  expect(axis.rows.map(({ minutes, again }) => (again ? `again ${minutes}` : minutes))).toEqual([
    120,
    150,
    'again 120',
    'again 150',
    180,
    210,
  ])
  expect(axisOf(['2026-10-25'], 'Europe/Berlin', 480, 600).rows).toHaveLength(4)
  const shown = readDay('2026-10-25', 'Europe/Berlin')
  expect(placeOf(axisOf(['2026-10-25'], 'Europe/Berlin', 480, 600), shown, shown.start)).toBe(0)
})

test('a time that a change of clocks swallows is the one after it, and of two the first', () => {
  expect(clock(momentAt('2026-03-29', 150, 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-29 03:30')
  expect(momentAt('2026-10-25', 150, 'Europe/Berlin')).toBe(startOfDay('2026-10-25', 'Europe/Berlin') + 2.5 * hour)
  expect(clockChange('2026-06-01', 'Europe/Berlin')).toBeUndefined()
  expect(dayOf(startOfDay('2026-06-01', 'Asia/Tokyo'), 'Asia/Tokyo')).toBe('2026-06-01')
})

test('weeks begin on the day that the language knows', () => {
  expect(startOfWeek('2026-11-25', 1)).toBe('2026-11-23')
  expect(startOfWeek('2026-11-25', 7)).toBe('2026-11-22')
  expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22')
  expect([firstWeekdayOf('de'), firstWeekdayOf('en-US'), firstWeekdayOf('nonsense!')]).toEqual([1, 7, 1])
})

test('what is no day is told from one', () => {
  expect(['2026-02-28', '2026-02-30', '2026-2-3', '', 'today'].map(isDay)).toEqual([true, false, false, false, false])
})
