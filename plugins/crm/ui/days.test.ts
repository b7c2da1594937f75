import { expect, test } from 'vitest'
import { addDays, endOfWeek, todayIn } from './days.ts'

test('today is the day of the workspace, not of the server', () => {
  const now = new Date('2026-11-30T23:30:00Z')
  expect(todayIn('UTC', now)).toBe('2026-11-30')
  expect(todayIn('Europe/Zurich', now)).toBe('2026-12-01')
  expect(todayIn('America/New_York', now)).toBe('2026-11-30')
})

test('days are added over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
})

test('a week ends the day before the weekday that it begins with, and its last day is its own end', () => {
  expect(endOfWeek('2026-11-23', 7)).toBe('2026-11-28')
  expect(endOfWeek('2026-11-28', 7)).toBe('2026-11-28')
  expect(endOfWeek('2026-11-29', 7)).toBe('2026-12-05')
  expect(endOfWeek('2026-11-27', 6)).toBe('2026-11-27')
  expect(endOfWeek('2026-11-23')).toBe('2026-11-29')
  expect(endOfWeek('2026-11-28')).toBe('2026-11-29')
  expect(endOfWeek('2026-11-29')).toBe('2026-11-29')
})
