import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dayIn, lastDayOf, weeksOf } from './days.ts'

describe('days of the calendar', () => {
  it('are what the clock of the zone says', () => {
    const moment = new Date('2026-03-29T23:30:00Z')
    expect(dayIn('Europe/Berlin', moment)).toBe('2026-03-30')
    expect(dayIn('America/New_York', moment)).toBe('2026-03-29')
    expect(dayIn('Pacific/Kiritimati', moment)).toBe('2026-03-30')
  })

  it('go on over months, years and leap days, whatever the clocks do', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(lastDayOf('2027-02')).toBe('2027-02-28')
  })

  it('stand in weeks from the weekday that people begin with', () => {
    const monday = weeksOf('2026-11', 1)
    expect(monday[0]).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, '2026-11-01'])
    expect(monday.at(-1)?.[0]).toBe('2026-11-30')
    expect(weeksOf('2026-11', 7)[0]?.[0]).toBe('2026-11-01')
    expect(weeksOf('2026-11', 7).flat().filter(Boolean)).toHaveLength(30)
  })
})
