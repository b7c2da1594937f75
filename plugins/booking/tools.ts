import * as v from 'valibot'
import { IdParam, type ToolDefinition } from '#sdk'
import { BookingCancel, BookingMove, BookingQuery, NewBooking, SlotQuery } from './contract.ts'

const sees = 'booking.bookings.read'
const changes = 'booking.bookings.write'

/** What an assistant may do with bookings. Times that it gives are moments; days are those of the workspace. */
export const tools = {
  list_services: {
    title: 'See what can be booked',
    description: 'Lists the services with their ids, durations in minutes and prices. The other tools go by these ids.',
    route: 'GET /services',
    permission: 'booking.services.read',
    input: v.object({}),
  },
  find_slot: {
    title: 'Find a free time',
    description:
      'Finds the times of a service that can be booked from one day to another, 62 days at most. To move a booking, name it in movingId: its own time counts as free.',
    route: 'GET /slots',
    permission: sees,
    input: v.pick(SlotQuery, ['serviceId', 'from', 'to', 'durationMinutes', 'party', 'movingId']),
  },
  book: {
    title: 'Book a time',
    description:
      'Books one of the times that find_slot answered, and writes to the customer. Ask for the name, and for the email address if a message is to be sent. A time that was taken meanwhile is refused with others in its place.',
    route: 'POST /bookings',
    permission: changes,
    input: v.pick(NewBooking, ['serviceId', 'startsAt', 'durationMinutes', 'customer', 'party', 'answers', 'note']),
    always: { anyTime: false },
  },
  list_bookings: {
    title: 'See bookings',
    description:
      'Lists and finds bookings: by words of the customer’s name, email or phone, by service, by status, or between two moments.',
    route: 'GET /bookings',
    permission: sees,
    input: v.pick(BookingQuery, ['q', 'from', 'to', 'serviceId', 'status', 'limit', 'cursor']),
  },
  reschedule: {
    title: 'Move a booking',
    description: 'Moves a booking to one of the times that find_slot answered, and writes to the customer.',
    route: 'POST /bookings/:id/move',
    permission: changes,
    input: v.object({
      ...IdParam.entries,
      ...v.pick(BookingMove, ['startsAt', 'durationMinutes']).entries,
    }),
    // The workspace may move to any time; an assistant keeps to the hours.
    always: { anyTime: false },
  },
  cancel: {
    title: 'Cancel a booking',
    description:
      'Cancels a booking and writes to the customer, with the reason if there is one. It cannot be undone: ask before.',
    route: 'POST /bookings/:id/cancel',
    permission: changes,
    input: v.object({ ...IdParam.entries, ...v.pick(BookingCancel, ['reason']).entries }),
  },
} as const satisfies Readonly<Record<string, ToolDefinition>>
