/** What a calendar is told of a booking. */
export interface CalendarEntry {
  readonly id: string
  readonly startsAt: string
  readonly endsAt: string
  readonly title: string
  readonly place: string | undefined
  /** Where it can be moved and cancelled. */
  readonly url: string
}

/** The entry as a file that calendar programs read (RFC 5545). */
export function calendarFile({ id, startsAt, endsAt, title, place, url }: CalendarEntry, now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Digital Platform Factory//Booking//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    // The same as in the mail, so that a calendar has it once.
    `UID:${id}@booking`,
    `DTSTAMP:${stamp(now.toISOString())}`,
    `DTSTART:${stamp(startsAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place === undefined ? [] : [`LOCATION:${escaped(place)}`]),
    `DESCRIPTION:${escaped(url)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
  return lines.map(fold).join('\r\n')
}

/** `20261203T140000Z`. */
export function stamp(at: string): string {
  return at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n')
}

/** No line is longer than 75 bytes; what follows begins with a space. No letter is cut in two. */
function fold(line: string): string {
  let folded = ''
  let bytes = 0
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length
    if (bytes + size > 74) {
      folded += '\r\n '
      bytes = 1
    }
    folded += letter
    bytes += size
  }
  return folded
}
