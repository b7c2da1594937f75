import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Thing = v.object({ id: v.string(), name: v.string() })
const Gone = v.object({ id: v.string() })
const Changed = v.object({ id: v.string(), fields: v.array(v.string()) })

const Time = { startsAt: v.string(), endsAt: v.string() }
/** Who comes: what a module needs that knows customers of its own. The record stays, so one event of a booking says it. */
const Customer = v.object({ name: v.string(), email: v.nullable(v.string()), phone: v.nullable(v.string()) })
const Confirmed = v.object({
  id: v.string(),
  serviceId: v.string(),
  service: v.string(),
  ...Time,
  status: v.picklist(['pending', 'confirmed']),
  party: v.number(),
})
const Booked = v.object({ ...Confirmed.entries, customer: Customer })
const Ended = v.object({ id: v.string(), ...Time, reason: v.nullable(v.string()) })

/** By the noun that an event begins with: the permission with which it is seen in timelines and live. */
const seenWith = {
  booking: 'booking.bookings.read',
  hold: 'booking.bookings.read',
  waiting: 'booking.bookings.read',
  message: 'booking.services.manage',
  service: 'booking.services.read',
  resource: 'booking.services.read',
  hours: 'booking.services.read',
  calendar: 'booking.services.manage',
  feed: 'booking.services.manage',
} as const

/** A booking's subject is `booking:<id>`; its events are about `mail:<address>` too, where the customer gave one. */
export const events = defineEvents(
  'booking',
  {
    'booking.created': Booked,
    'booking.confirmed': Confirmed,
    'booking.declined': Ended,
    'booking.moved': v.object({ id: v.string(), ...Time, fromStartsAt: v.string() }),
    'booking.updated': Changed,
    'booking.cancelled': Ended,
    'booking.missed': v.object({ id: v.string(), noShow: v.boolean() }),
    'hold.placed': v.object({ id: v.string(), serviceId: v.string(), ...Time, heldUntil: v.string() }),
    'hold.released': Gone,
    'hold.tidied': v.object({ before: v.string() }),
    'waiting.joined': v.object({ id: v.string(), serviceId: v.string(), fromDay: v.string(), toDay: v.string() }),
    'waiting.offered': v.object({ id: v.string(), bookingId: v.string(), startsAt: v.string() }),
    'waiting.passed': v.object({ id: v.string(), bookingId: v.string() }),
    'waiting.booked': v.object({ id: v.string(), bookingId: v.string() }),
    'waiting.left': Gone,
    'waiting.ended': v.object({ before: v.string() }),
    'message.changed': v.object({ kind: v.string() }),
    'service.created': Thing,
    'service.updated': Changed,
    'service.deleted': Gone,
    'resource.created': Thing,
    'resource.updated': Changed,
    'resource.deleted': Gone,
    /** Days off and busy times: `resourceId` is null where it is for all. */
    'hours.changed': v.object({ id: v.string(), resourceId: v.nullable(v.string()) }),
    'calendar.connected': v.object({ id: v.string(), resourceId: v.string() }),
    'calendar.fetched': v.object({ id: v.string(), events: v.number() }),
    'calendar.failed': v.object({ id: v.string(), problem: v.string() }),
    'calendar.removed': Gone,
    'feed.created': Gone,
    'feed.removed': Gone,
  },
  seenWith,
)

/** `['mail:anna@example.com']`: whoever keeps customers by their address finds them. */
export function aboutCustomer(customer: { readonly email?: string | null | undefined } | null): string[] {
  return customer?.email == null ? [] : [`mail:${customer.email}`]
}
