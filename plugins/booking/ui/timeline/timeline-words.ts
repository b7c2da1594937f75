import { whenWords } from '../words.ts'

export interface TimelineEntry {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly actorName: string | null
  readonly action: string
  readonly data: Readonly<Record<string, unknown>>
}

const told: Readonly<Record<string, readonly [icon: string, words: string]>> = {
  'booking.created': ['i-lucide-calendar-plus', 'Booked'],
  'booking.confirmed': ['i-lucide-calendar-check', 'Confirmed'],
  'booking.declined': ['i-lucide-calendar-x', 'Declined'],
  'booking.moved': ['i-lucide-calendar-clock', 'Moved'],
  'booking.updated': ['i-lucide-pencil', 'Customer or notes changed'],
  'booking.cancelled': ['i-lucide-calendar-x', 'Cancelled'],
  'booking.missed': ['i-lucide-user-round-x', 'Did not come'],
  'hold.placed': ['i-lucide-timer', 'Held this time'],
  'waiting.booked': ['i-lucide-hourglass', 'Got a time from the waiting list'],
}

export function iconOf({ action }: TimelineEntry): string {
  return (told[nameOf(action)] ?? [])[0] ?? 'i-lucide-circle-dot'
}

/** One entry of what happened with a booking, in a sentence. */
export function timelineWords(entry: TimelineEntry, timeZone: string): string {
  const [, words = nameOf(entry.action)] = told[nameOf(entry.action)] ?? []
  const { startsAt, endsAt, reason, noShow } = entry.data
  if (noShow === false) return 'Came after all'
  const isTimed = typeof startsAt === 'string' && typeof endsAt === 'string'
  const when = isTimed ? `: ${whenWords({ startsAt, endsAt }, timeZone)}` : ''
  return `${words}${when}${typeof reason === 'string' && reason !== '' ? ` (${reason})` : ''}`
}

export function actorWords({ actor, actorName }: TimelineEntry): string {
  if (actorName !== null) return actorName
  return actor === 'anonymous' ? 'The customer' : ''
}

/** The ledger's names begin with the module's: `booking.booking.moved`. */
function nameOf(action: string): string {
  return action.replace(/^booking\.(?=\w+\.)/, '')
}
