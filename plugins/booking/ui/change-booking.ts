import { notify, notifyUndo } from '#kit'
import { copyOf } from './copy-of.ts'
import { type Desk, refresh } from './desk.ts'
import { bookingKey } from './queries.ts'
import type { Booking, MadeBookings } from './types.ts'
import { customerOf, whenWords } from './words.ts'

export interface Move {
  readonly startsAt: string
  readonly durationMinutes?: number
  readonly resourceIds?: readonly string[]
  readonly notify?: boolean
}

async function post(desk: Desk, id: string, verb: string, body: object): Promise<Booking> {
  const { workspace, client } = desk
  const changed = await workspace.api<Booking>(`/booking/bookings/${id}/${verb}`, { method: 'POST', body })
  client.setQueryData(bookingKey(workspace.slug, id), changed)
  void refresh(desk)
  return changed
}

/** Moves a booking and offers to move it back. What the API refuses is thrown on. */
export async function moveBooking(desk: Desk, booking: Booking, move: Move): Promise<Booking> {
  const moved = await post(desk, booking.id, 'move', move)
  const before = {
    startsAt: booking.startsAt,
    durationMinutes: booking.durationMinutes,
    resourceIds: booking.resources.map(({ id }) => id),
  }
  const words = `${customerOf(moved)}: now ${whenWords(moved, desk.workspace.timeZone)}`
  notifyUndo(words, () => post(desk, booking.id, 'move', { ...before, notify: move.notify ?? true }))
  return moved
}

export interface Cancelling {
  readonly reason: string | null
  readonly scope: 'one' | 'following'
  readonly notify: boolean
}

/** Cancels a booking; one that was cancelled by a slip comes back as long as its time is free. */
export async function cancelBooking(desk: Desk, booking: Booking, how: Cancelling): Promise<void> {
  await post(desk, booking.id, 'cancel', how)
  const words = `${customerOf(booking)}, ${whenWords(booking, desk.workspace.timeZone)}: cancelled`
  if (how.scope === 'following') notify.done(words)
  else notifyUndo(words, () => bookAgain(desk, copyOf(booking), how.notify))
}

/** Books the same once more, as long as its time is free: what was called off by a slip is there again. */
export async function bookAgain(desk: Desk, booking: Booking, isTold: boolean): Promise<void> {
  const { service, startsAt, durationMinutes, customer, party, note, staffNote, timeZone, language } = booking
  const made = await desk.workspace.api<MadeBookings>('/booking/bookings', {
    method: 'POST',
    body: {
      serviceId: service.id,
      resourceIds: booking.resources.map(({ id }) => id),
      answers: Object.fromEntries(booking.answers.map(({ key, answer }) => [key, answer])),
      anyTime: true,
      notify: isTold,
      ...{ startsAt, durationMinutes, customer, party, note, staffNote, timeZone, language },
    },
  })
  notify.done(`${customerOf(made.booking)} is booked again, ${whenWords(made.booking, desk.workspace.timeZone)}`)
  await refresh(desk)
}

export async function confirmBooking(desk: Desk, booking: Booking): Promise<void> {
  await post(desk, booking.id, 'confirm', {})
  notify.done(`${customerOf(booking)} is confirmed`)
}

export async function declineBooking(desk: Desk, booking: Booking): Promise<void> {
  await post(desk, booking.id, 'decline', {})
  notifyUndo(`${customerOf(booking)} is declined`, () => bookAgain(desk, copyOf(booking), true))
}

/** Notes that nobody came, or takes it back. */
export async function setNoShow(desk: Desk, booking: Booking, noShow: boolean): Promise<void> {
  await post(desk, booking.id, 'no-show', { noShow })
  const words = noShow ? `${customerOf(booking)} did not come` : `${customerOf(booking)} came after all`
  notifyUndo(words, () => post(desk, booking.id, 'no-show', { noShow: !noShow }))
}
