import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, Uuid } from '#sdk'
import { Nullable, NullableId } from './parts.ts'

/** `over` when its days have passed without a time. */
export const WaitingState = v.picklist(['waiting', 'offered', 'booked', 'over', 'left'])

/** Somebody who waits for a time, in their turn. */
export const Waiting = v.object({
  id: Uuid,
  state: WaitingState,
  service: v.object({ id: Uuid, name: v.string(), colour: v.string() }),
  fromDay: v.string(),
  toDay: v.string(),
  customer: v.object({ name: v.string(), email: Nullable, phone: Nullable }),
  party: v.number(),
  /** The time that is offered now, held for them until then. */
  offer: v.nullable(v.object({ bookingId: Uuid, startsAt: Timestamp, until: Timestamp })),
  bookingId: NullableId,
  createdAt: Timestamp,
})
export const WaitingPage = pageOf(Waiting)
export const WaitingQuery = v.object({
  ...listQuery,
  serviceId: v.optional(Uuid),
  state: v.optional(WaitingState),
})
