import { describe, expect, it } from 'vitest'
import { calendarFile } from './calendar-file.ts'

const entry = {
  id: '0199',
  startsAt: '2026-12-03T13:00:00.000Z',
  endsAt: '2026-12-03T13:45:00.000Z',
  title: 'Cut, wash; dry \\ at Zoë’s',
  place: 'Main Street 5\nBerlin',
  url: 'https://example.com/s/salon/booking#abc',
}

describe('the calendar file of a booking', () => {
  it('says when in UTC, and what with its signs escaped', () => {
    const text = calendarFile(entry, new Date('2026-11-25T10:00:00Z'))
    expect(text).toContain('\r\nDTSTAMP:20261125T100000Z\r\nDTSTART:20261203T130000Z\r\nDTEND:20261203T134500Z\r\n')
    expect(text).toContain('SUMMARY:Cut\\, wash\\; dry \\\\ at Zoë’s\r\n')
    expect(text).toContain('LOCATION:Main Street 5\\nBerlin\r\n')
  })

  it('folds long lines at 75 bytes and cuts no letter in two', () => {
    const text = calendarFile({ ...entry, title: 'ö'.repeat(200) }, new Date())
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map((line) => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'ö'.repeat(200)}`)
  })
})
