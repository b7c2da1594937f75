import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, text, Uuid } from '#sdk'
import {
  Customer,
  Day,
  GivenAnswers,
  Language,
  Line,
  Moment,
  Nullable,
  NullableId,
  QueryIds,
  ShownMoney,
  shown,
  TimeZone,
  whole,
} from './parts.ts'
import { ResourceName } from './resources.ts'
import { Location } from './services.ts'

/**
 * `held` while a customer fills the form, `pending` while it waits for the business's yes; `declined` was the answer no.
 *
 * What was confirmed and is over stays `confirmed`, unless nobody came: `noShow`.
 */
export const BookingStatus = v.picklist(['held', 'pending', 'confirmed', 'noShow', 'cancelled', 'declined'])
export type BookingStatus = v.InferOutput<typeof BookingStatus>

/** Once more, every so many days or weeks, or in every so many months on the same day. */
export const Repeat = v.object({
  every: v.picklist(['day', 'week', 'month'], 'Choose day, week or month'),
  interval: v.optional(whole(1, 52, 'an interval'), 1),
  /** How many bookings that makes in all. */
  count: whole(2, 52, 'a number of bookings'),
  /** Leaves out what is taken; otherwise it is all of them or none. */
  skipTaken: v.optional(v.boolean(), false),
})
export type Repeat = v.InferOutput<typeof Repeat>

const party = v.optional(whole(1, 1000, 'a number of guests'), 1)
const duration = v.optional(whole(5, 1440, 'a duration in minutes'))

/** A booking as the workspace writes it. Hours, notice and window do not bind it with `anyTime`; what is taken always does. */
export const NewBooking = v.object({
  serviceId: Uuid,
  startsAt: Moment,
  /** The service's first when absent. */
  durationMinutes: duration,
  customer: Customer,
  party,
  answers: v.optional(GivenAnswers, {}),
  /** Those of the service's needs that are wanted; the others are chosen by turns. */
  resourceIds: v.optional(v.pipe(v.array(Uuid), v.maxLength(50)), []),
  note: v.optional(Line(2000), null),
  staffNote: v.optional(Line(5000), null),
  timeZone: v.optional(TimeZone),
  language: v.optional(Language),
  anyTime: v.optional(v.boolean(), false),
  repeat: v.optional(v.nullable(Repeat), null),
  /** Whether the customer gets a message. */
  notify: v.optional(v.boolean(), true),
})
export type NewBooking = v.InferOutput<typeof NewBooking>

/** What is to change; the time and the resources change by a move. */
export const BookingPatch = v.object({
  customer: v.optional(Customer),
  answers: v.optional(GivenAnswers),
  note: v.optional(Line(2000)),
  staffNote: v.optional(Line(5000)),
})
export type BookingPatch = v.InferOutput<typeof BookingPatch>

/** To another time, other resources or both. What is absent stays as it is. */
export const BookingMove = v.object({
  startsAt: v.optional(Moment),
  durationMinutes: duration,
  /** All that it is to take; the others of its needs are chosen by turns. */
  resourceIds: v.optional(v.pipe(v.array(Uuid), v.maxLength(50))),
  anyTime: v.optional(v.boolean(), true),
  notify: v.optional(v.boolean(), true),
})
export type BookingMove = v.InferOutput<typeof BookingMove>

export const BookingCancel = v.object({
  reason: v.optional(Line(500), null),
  /** This one, or it and all that follow it in its series. */
  scope: v.optional(v.picklist(['one', 'following'], 'Choose one or following'), 'one'),
  notify: v.optional(v.boolean(), true),
})
export const BookingAnswer = v.object({
  reason: v.optional(Line(500), null),
  notify: v.optional(v.boolean(), true),
})
export const NoShow = v.object({ noShow: v.optional(v.boolean(), true) })

/** An answer with its question as it was asked then. */
export const Answered = v.object({
  key: v.string(),
  label: v.string(),
  answer: v.union([v.string(), v.boolean(), v.array(v.string())]),
})

export const Booking = v.object({
  ...shown,
  status: BookingStatus,
  service: v.object({ id: Uuid, name: v.string(), slug: v.string(), colour: v.string() }),
  startsAt: Timestamp,
  endsAt: Timestamp,
  durationMinutes: v.number(),
  /** Null while it is held. */
  customer: v.nullable(v.object({ name: v.string(), email: Nullable, phone: Nullable })),
  party: v.number(),
  /** How many seats it shares: more than 1 for a class. */
  seats: v.number(),
  /** The same for all who share the time of a class. */
  sessionId: Uuid,
  resources: v.array(ResourceName),
  location: v.object({ kind: Location.entries.kind, details: Nullable }),
  price: v.nullable(ShownMoney),
  answers: v.array(Answered),
  note: Nullable,
  staffNote: Nullable,
  /** The customer's. */
  timeZone: v.string(),
  language: v.string(),
  source: v.picklist(['page', 'workspace', 'waitingList']),
  seriesId: NullableId,
  /** Until when a hold or an offer stands. */
  heldUntil: v.nullable(Timestamp),
  cancelReason: Nullable,
  cancelledAt: v.nullable(Timestamp),
})
export type Booking = v.InferOutput<typeof Booking>
export const BookingPage = pageOf(Booking)

/** What a new booking answers: itself, and with `repeat` all of its series and the times that were taken. */
export const MadeBookings = v.object({
  booking: Booking,
  series: v.array(Booking),
  skipped: v.array(Timestamp),
})

const statuses = v.pipe(
  v.string(),
  v.transform((value) => value.split(',')),
  v.array(BookingStatus),
)
export const BookingFilter = v.object({
  /** Bookings that end after, and begin before. */
  from: v.optional(Moment),
  to: v.optional(Moment),
  serviceId: v.optional(Uuid),
  resourceId: v.optional(Uuid),
  seriesId: v.optional(Uuid),
  sessionId: v.optional(Uuid),
  /** One or several, between commas; all but held ones when absent. */
  status: v.optional(statuses),
  /** Words of the customer's name, email or phone. */
  q: v.optional(text(200)),
})
export type BookingFilter = v.InferOutput<typeof BookingFilter>
export const bookingSorts = ['startsAt', '-startsAt', 'newest'] as const
export const BookingQuery = v.object({
  ...listQuery,
  ...BookingFilter.entries,
  sort: v.optional(v.picklist(bookingSorts, `Choose one of ${bookingSorts.join(', ')}`), 'startsAt'),
})

/** Days of the workspace's calendar, both included, 62 at most. */
export const CalendarQuery = v.object({
  from: Day,
  to: Day,
  resourceIds: v.optional(QueryIds),
  serviceId: v.optional(Uuid),
})
const Interval = v.object({ startsAt: Timestamp, endsAt: Timestamp })
/** All that a calendar draws: who and what there is, when they are open, what blocks them, and what is booked. */
export const CalendarView = v.object({
  timeZone: v.string(),
  resources: v.array(
    v.object({ ...ResourceName.entries, capacity: v.number(), active: v.boolean(), open: v.array(Interval) }),
  ),
  services: v.array(
    v.object({
      id: Uuid,
      name: v.string(),
      colour: v.string(),
      durations: v.array(v.number()),
      seats: v.number(),
      resourceIds: v.array(Uuid),
    }),
  ),
  /** Held and pending ones too; what was cancelled or declined is not. */
  bookings: v.array(Booking),
  busy: v.array(v.object({ id: Uuid, resourceId: Uuid, calendarId: NullableId, ...Interval.entries, title: Nullable })),
})
