import type { FoundRecord, Workspace } from '#kit'
import { toQuery } from './query-string.ts'
import type { Booking, Paged } from './types.ts'
import { customerOf, whenWords } from './words.ts'

/** Finds bookings by their customer while somebody types in the command palette. */
export default async function findBookings(
  query: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly FoundRecord[]> {
  const asked = toQuery({ q: query, limit: 4, sort: '-startsAt' })
  const { data } = await workspace.api<Paged<Booking>>(`/booking/bookings?${asked}`, { signal })
  return data.map((booking) => ({
    label: customerOf(booking),
    hint: `Booking, ${booking.service.name}, ${whenWords(booking, workspace.timeZone)}`,
    icon: 'i-lucide-calendar-check',
    path: `/bookings/${booking.id}`,
  }))
}
