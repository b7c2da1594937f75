import type { NotificationKind } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { tellBooked, tellCancelled, tellMoved, tellWaiting } from './tell-bookings.ts'

/** What the module tells people of: whoever is booked, and where that is nobody with an account, all who see bookings. */
export const notifies = {
  booked: {
    title: 'Somebody books you',
    on: [events.bookingCreated.action],
    permission: 'booking.bookings.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellBooked,
  },
  answer_awaited: {
    title: 'A booking waits for your answer',
    on: [events.bookingCreated.action],
    permission: 'booking.bookings.write',
    channels: { inApp: true, push: true, mail: 'now' },
    tell: tellWaiting,
  },
  moved: {
    title: 'A booking of yours is moved',
    on: [events.bookingMoved.action],
    permission: 'booking.bookings.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellMoved,
  },
  cancelled: {
    title: 'A booking of yours is cancelled',
    on: [events.bookingCancelled.action],
    permission: 'booking.bookings.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellCancelled,
  },
} as const satisfies Readonly<Record<string, NotificationKind<Settings>>>
