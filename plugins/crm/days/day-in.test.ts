import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayIn, daysBetween, startOfDay } from './day-in.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Santiago',
  'Africa/Cairo',
  'Australia/Lord_Howe',
]

describe('days in a zone', () => {
  test('a moment belongs to the day of the place', () => {
    const moment = new Date('2026-11-22T23:30:00Z')
    expect(dayIn('UTC', moment)).toBe('2026-11-22')
    expect(dayIn('Europe/Berlin', moment)).toBe('2026-11-23')
    expect(dayIn('America/New_York', moment)).toBe('2026-11-22')
  })

  test('a day begins where its date first shows, also on days without a midnight', () => {
    expect(startOfDay('2026-11-22', 'Europe/Berlin').toISOString()).toBe('2026-11-21T23:00:00.000Z')
    // Cairo's clocks go from 23:59:59 to 01:00 on the last Friday of April.
    expect(startOfDay('2026-04-24', 'Africa/Cairo').toISOString()).toBe('2026-04-23T22:00:00.000Z')
    expect(dayIn('Africa/Cairo', new Date('2026-04-23T21:59:59.999Z'))).toBe('2026-04-23')
  })

  test('every day of every zone begins after the one before has ended', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 40_000 }), (zone, number) => {
        const day = addDays('1970-01-02', number % 30_000)
        const start = startOfDay(day, zone)
        expect(dayIn(zone, start) >= day).toBe(true)
        expect(dayIn(zone, new Date(start.getTime() - 1)) < day).toBe(true)
      }),
    )
  })

  test('days are added and counted across months and leap years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1)
  })
})
