import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf, listDays, readPeriod, stepPeriod, views, writePeriod } from './period.ts'

const today = '2026-11-25'
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const period = fc.record({ view: fc.constantFrom(...views), day })
const firstWeekday = fc.constantFrom(1, 6, 7)

test('what is looked at comes back out of the address as it was', () => {
  fc.assert(
    fc.property(period, (shown) => {
      const { view, day } = writePeriod(shown, today)
      expect(readPeriod(view, day, today)).toEqual(shown)
    }),
  )
})

test('whatever the address says, there is something to show', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), firstWeekday, (view, text, first) => {
      const shown = readPeriod(view, text, today)
      expect(views).toContain(shown.view)
      expect(listDays(daysOf(shown, first)).length).toBeGreaterThan(0)
    }),
  )
})

test('a period has its day in it, whole weeks where weeks are shown, and is never more than the API gives', () => {
  fc.assert(
    fc.property(period, firstWeekday, (shown, first) => {
      const days = listDays(daysOf(shown, first))
      expect(days).toContain(shown.day)
      expect(days.length).toBeLessThanOrEqual(62)
      if (shown.view === 'week' || shown.view === 'month') expect(days.length % 7).toBe(0)
    }),
  )
})

test('the period after begins where this one ends, and the one before that is this one', () => {
  fc.assert(
    fc.property(period, firstWeekday, (shown, first) => {
      const next = stepPeriod(shown, 1)
      if (shown.view === 'month') return
      const [here, there] = [listDays(daysOf(shown, first)), listDays(daysOf(next, first))]
      expect(listDays({ from: here.at(-1) ?? '', to: there[0] ?? '' })).toHaveLength(2)
      expect(stepPeriod(next, -1)).toEqual(shown)
    }),
  )
})
