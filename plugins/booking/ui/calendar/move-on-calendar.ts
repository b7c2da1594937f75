import { type CalendarMove, notify, Problem } from '#kit'
import { moveBooking } from '../change-booking.ts'
import { copyOf } from '../copy-of.ts'
import type { Desk } from '../desk.ts'
import type { Booking, CalendarView } from '../types.ts'

export interface CalendarMoving {
  readonly desk: Desk
  readonly key: readonly unknown[]
  readonly view: CalendarView
  readonly move: CalendarMove
  /** Told when the time was taken by somebody else. */
  readonly onTaken: (id: string, problem: Problem) => void
}

/** Moves a booking to where it was put: it stands there at once, and goes back when the API refuses. */
export async function moveOnCalendar({ desk, key, view, move, onTaken }: CalendarMoving): Promise<void> {
  const found = view.bookings.find(({ id }) => id === move.id)
  if (found === undefined) return
  const booking = copyOf(found)
  const startsAt = new Date(move.startMs).toISOString()
  const resources = resourcesAfter(booking, view, move)
  const isSame = JSON.stringify(resources) === JSON.stringify(booking.resources)
  const before = copyOf(desk.client.getQueryData<CalendarView>(key))
  const moved = { ...booking, startsAt, endsAt: endAfter(booking, move.startMs), resources }
  await desk.client.cancelQueries({ queryKey: key })
  desk.client.setQueryData<CalendarView>(
    key,
    (shown) => shown && { ...shown, bookings: shown.bookings.map((each) => (each.id === booking.id ? moved : each)) },
  )
  try {
    await moveBooking(desk, booking, {
      startsAt,
      ...(isSame ? {} : { resourceIds: resources.map(({ id }) => id) }),
    })
  } catch (error) {
    desk.client.setQueryData(key, before)
    void desk.client.invalidateQueries({ queryKey: key })
    if (error instanceof Problem && error.code === 'booking.slotTaken') onTaken(booking.id, error)
    else notify.failed(error)
  }
}

function endAfter(booking: Booking, startMs: number): string {
  return new Date(startMs + Date.parse(booking.endsAt) - Date.parse(booking.startsAt)).toISOString()
}

/** Put down in another's column it is theirs, when they are of the same kind: a person is no room. */
function resourcesAfter(booking: Booking, view: CalendarView, { fromColumnId, columnId }: CalendarMove) {
  const target = view.resources.find(({ id }) => id === columnId)
  const isAlike = booking.resources.some(({ id, kind }) => id === fromColumnId && kind === target?.kind)
  if (target === undefined || !isAlike || booking.resources.some(({ id }) => id === columnId)) return booking.resources
  const { id, name, kind, colour } = target
  return booking.resources.map((each) => (each.id === fromColumnId ? { id, name, kind, colour } : each))
}
