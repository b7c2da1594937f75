import { describe, expect, it } from 'vitest'
import { readBusyTimes } from './read-busy-times.ts'

const range = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1), timeZone: 'Europe/Berlin' }
const calendar = (...events: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:a', ...lines, 'END:VEVENT'].join('\r\n')
const spans = (text: string) =>
  readBusyTimes(text, range).map(
    ({ fromMs, toMs }) => `${new Date(fromMs).toISOString().slice(0, 16)} ${(toMs - fromMs) / 3_600_000}`,
  )

describe('busy times of a calendar', () => {
  it('are read in UTC, in a zone, without one and as whole days', () => {
    expect(spans(calendar(event('DTSTART:20260301T100000Z', 'DTEND:20260301T113000Z')))).toEqual([
      '2026-03-01T10:00 1.5',
    ])
    expect(spans(calendar(event('DTSTART;TZID=America/New_York:20260701T100000', 'DURATION:PT1H')))).toEqual([
      '2026-07-01T14:00 1',
    ])
    expect(spans(calendar(event('DTSTART:20260701T100000', 'DTEND:20260701T110000')))).toEqual(['2026-07-01T08:00 1'])
    // The day on which Berlin's clocks jump has 23 hours.
    expect(spans(calendar(event('DTSTART;VALUE=DATE:20260329', 'DTEND;VALUE=DATE:20260330')))).toEqual([
      '2026-03-28T23:00 23',
    ])
  })

  it('repeat at the same time of the day across a change of clocks, but for exceptions and what was moved', () => {
    const series = event(
      'DTSTART;TZID=Europe/London:20260323T080000',
      'DTEND;TZID=Europe/London:20260323T090000',
      'RRULE:FREQ=WEEKLY;COUNT=4',
      'EXDATE;TZID=Europe/London:20260406T080000',
    )
    const moved = event(
      'RECURRENCE-ID;TZID=Europe/London:20260413T080000',
      'DTSTART;TZID=Europe/Berlin:20260414T150000',
      'DTEND;TZID=Europe/Berlin:20260414T160000',
    )
    expect(spans(calendar(series, moved))).toEqual(['2026-03-23T08:00 1', '2026-03-30T07:00 1', '2026-04-14T13:00 1'])
  })

  it('end with what is asked for, however long a rule goes on', () => {
    expect(
      spans(calendar(event('DTSTART:20251230T100000Z', 'DTEND:20251230T110000Z', 'RRULE:FREQ=DAILY'))),
    ).toHaveLength(365)
  })

  it('are not those that are cancelled or free', () => {
    const times = ['DTSTART:20260301T100000Z', 'DTEND:20260301T110000Z']
    expect(spans(calendar(event(...times, 'STATUS:CANCELLED'), event(...times, 'TRANSP:TRANSPARENT')))).toEqual([])
  })

  it('go by the calendar’s own rules for a zone that nobody knows', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Our own',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0500',
      'TZOFFSETTO:+0500',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n')
    expect(spans(calendar(zone, event('DTSTART;TZID=Our own:20260301T100000', 'DURATION:PT1H')))).toEqual([
      '2026-03-01T05:00 1',
    ])
  })

  it('what is no calendar is refused', () => {
    for (const text of ['', '<html>', 'BEGIN:VCARD\r\nEND:VCARD', 'BEGIN:VCALENDAR'])
      expect(() => readBusyTimes(text, range)).toThrow()
  })
})
