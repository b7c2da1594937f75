import type { JSX } from 'solid-js'
import type { CalendarEntry } from './model.ts'
import { dayOf } from './zone.ts'

/** How high half an hour is: a quarter of one can be pressed with a finger. */
export const minutePx = 1.6

/** The look of an entry: its colour as a stripe and a shade, so that ink reads on it in both themes. */
export function styleOf({ colour, look }: Pick<CalendarEntry, 'colour' | 'look'>): JSX.CSSProperties {
  if (look === 'blocked') return { background: hatched('var(--raised)'), 'border-left': '4px solid var(--faint)' }
  const shade = look === 'firm' ? 18 : 8
  return {
    background: `color-mix(in srgb, ${colour} ${shade}%, var(--card))`,
    'border-left': `4px ${look === 'open' ? 'dashed' : 'solid'} ${colour}`,
  }
}

/** What stands on a surface that is not to be used. */
export function hatched(on: string): string {
  return `repeating-linear-gradient(135deg, ${on} 0 6px, color-mix(in srgb, var(--line) 55%, ${on}) 6px 7px)`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** "10:30", in the person's language and the zone. */
export function clockWords(ms: number, timeZone: string): string {
  return formatOf(timeZone).format(ms)
}

/** "10:30 – 11:15", or "10:30 – 11:15 AM" */
export function spanWords({ startMs, endMs }: { startMs: number; endMs: number }, timeZone: string): string {
  // Across midnight the days would be named too.
  if (dayOf(startMs, timeZone) !== dayOf(endMs, timeZone))
    return `${clockWords(startMs, timeZone)} – ${clockWords(endMs, timeZone)}`
  return formatOf(timeZone).formatRange(startMs, endMs)
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone })
  if (known === undefined) formats.set(timeZone, format)
  return format
}

/** A time of the clock that belongs to no day, for the scale at the side. */
export function minuteWords(minutes: number): string {
  return clockWords(minutes * 60_000, 'UTC')
}
