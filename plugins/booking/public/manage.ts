import { cancelBooking, findBooking, moveToTime } from '../bookings/change-booking.ts'
import type { Visit } from '../bookings/create-booking.ts'
import type { BookingRow } from '../bookings/select-bookings.ts'
import type { Service } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { changeableUntil } from './present-public.ts'

interface MoveTo {
  readonly startMs: number
  readonly durationMinutes: number | undefined
  readonly resourceIds: readonly string[] | undefined
}

/** Moves a booking for its customer: to a slot that is offered, while there is time to. */
export async function moveByCustomer(
  desk: Desk,
  visit: Visit,
  id: string,
  { startMs, durationMinutes, resourceIds }: MoveTo,
) {
  const { row, service } = await findBooking(desk, id)
  requireTime(row, service, desk.now)
  await moveToTime(desk, visit, id, { startMs, durationMinutes, resourceIds, anyTime: false, notify: true })
}

/** Cancels a booking for its customer, while there is time to. */
export async function cancelByCustomer(desk: Desk, visit: Visit, id: string, reason: string | null) {
  const { row, service } = await findBooking(desk, id)
  if (row.status === 'cancelled') return
  requireTime(row, service, desk.now)
  await cancelBooking(desk, visit, id, { reason, scope: 'one', notify: true })
}

function requireTime(row: BookingRow, service: Service, now: Date): void {
  if (changeableUntil(row, service, now) !== null) return
  const isOn = row.status === 'confirmed' || row.status === 'pending'
  throw isOn
    ? errors.tooLate({ noticeMinutes: service.changeNoticeMinutes })
    : errors.wrongState({ status: row.status })
}
