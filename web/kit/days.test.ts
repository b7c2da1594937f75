import { afterEach, expect, test } from 'vitest'
import { dayWords, formatDay } from './days.ts'
import { writeAsIn } from './locale.ts'

afterEach(() => writeAsIn(undefined))

test('days near today have words, and a day of another year says which', () => {
  expect(dayWords('2026-11-23', '2026-11-23')).toBe('Today')
  expect(dayWords('2026-11-24', '2026-11-23')).toBe('Tomorrow')
  expect(dayWords('2026-11-22', '2026-11-23')).toBe('Yesterday')
  expect(dayWords('2027-01-02', '2026-11-23')).toContain('2027')
  expect(dayWords('2026-11-30', '2026-11-23')).not.toContain('2026')
})

test('a day is written as the workspace writes days, and what is none stays as it is', () => {
  writeAsIn('de')
  expect(formatDay('2026-11-30')).toBe('30.11.2026')
  expect(formatDay('soon')).toBe('soon')
})
