import * as v from 'valibot'
import { Timestamp, Uuid } from '#sdk'
import { SlotDays, slotEntries } from './availability.ts'
import { Answered, BookingStatus, Repeat } from './bookings.ts'
import { Customer, Day, GivenAnswers, Language, Line, Moment, Nullable, ShownMoney, TimeZone, whole } from './parts.ts'
import { Location, Question } from './services.ts'

/** How a workspace shows itself to those who book. */
export const Business = v.object({
  name: v.string(),
  slug: v.string(),
  logoUrl: Nullable,
  colour: Nullable,
  timeZone: v.string(),
  currency: v.string(),
  language: v.string(),
  /** What stands above its services. */
  welcome: Nullable,
})

/** A service as those see it who book it. */
export const PublicService = v.object({
  slug: v.string(),
  name: v.string(),
  description: Nullable,
  colour: v.string(),
  durations: v.array(v.number()),
  /** An address; a link or a number is told once it is booked. */
  location: v.object({ kind: Location.entries.kind, details: Nullable }),
  questions: v.array(Question),
  price: v.nullable(ShownMoney),
  pricePer: v.picklist(['booking', 'guest']),
  seats: v.number(),
  party: v.object({ min: v.number(), max: v.number() }),
  needsConfirmation: v.boolean(),
  waitingList: v.boolean(),
  maxRepeats: v.number(),
  changeNoticeMinutes: v.number(),
  /** What the customer chooses among, where they may: each by its title, with who or what there is. */
  choices: v.array(
    v.object({
      title: Nullable,
      count: v.number(),
      resources: v.array(v.object({ id: Uuid, name: v.string(), colour: Nullable })),
    }),
  ),
})
export type PublicService = v.InferOutput<typeof PublicService>

/** The booking page: the business and what it offers to everybody. */
export const BookingPageView = v.object({ business: Business, services: v.array(PublicService) })

/** The key of a private link, where the service has one. */
const key = v.optional(v.pipe(v.string(), v.maxLength(100)))
export const ServiceSlug = v.object({ slug: v.pipe(v.string(), v.maxLength(100)) })
export const ServiceKeyQuery = v.object({ key })
export const ServiceView = v.object({ business: Business, service: PublicService })

/** A month in the visitor's zone, or days of it. One request has all that the page shows. */
export const PublicSlotQuery = v.object({
  from: Day,
  to: Day,
  ...slotEntries,
  key,
})
export const PublicSlots = v.object({ ...ServiceView.entries, ...SlotDays.entries })
export type PublicSlots = v.InferOutput<typeof PublicSlots>

const wanted = {
  service: ServiceSlug.entries.slug,
  key,
  startsAt: Moment,
  durationMinutes: v.optional(whole(5, 1440, 'a duration in minutes')),
  party: v.optional(whole(1, 1000, 'a number of guests'), 1),
  resourceIds: v.optional(v.pipe(v.array(Uuid), v.maxLength(50)), []),
} as const

/** Holds a time while the form is filled. */
export const NewHold = v.object(wanted)
export type NewHold = v.InferOutput<typeof NewHold>
export const Hold = v.object({
  /** Whoever has it can turn the hold into a booking, or let go of it. */
  token: v.string(),
  startsAt: Timestamp,
  endsAt: Timestamp,
  heldUntil: Timestamp,
  price: v.nullable(ShownMoney),
})

const form = {
  customer: Customer,
  answers: v.optional(GivenAnswers, {}),
  note: v.optional(Line(2000), null),
  timeZone: v.optional(TimeZone),
  language: v.optional(Language),
} as const

/** The form of a time that is held. */
export const HoldForm = v.object(form)
export type HoldForm = v.InferOutput<typeof HoldForm>

/** A booking in one go, without a hold before it. */
export const NewPublicBooking = v.object({
  ...wanted,
  ...form,
  repeat: v.optional(v.nullable(Repeat), null),
})
export type NewPublicBooking = v.InferOutput<typeof NewPublicBooking>

/** A booking as its customer sees it. */
export const PublicBooking = v.object({
  id: Uuid,
  status: BookingStatus,
  business: Business,
  service: PublicService,
  startsAt: Timestamp,
  endsAt: Timestamp,
  durationMinutes: v.number(),
  timeZone: v.string(),
  customer: v.nullable(v.object({ name: v.string(), email: Nullable, phone: Nullable })),
  party: v.number(),
  resources: v.array(v.object({ id: Uuid, name: v.string() })),
  location: v.object({ kind: Location.entries.kind, details: Nullable }),
  price: v.nullable(ShownMoney),
  answers: v.array(Answered),
  note: Nullable,
  /** Until when it can be moved and cancelled here; null when it cannot be any more. */
  changeableUntil: v.nullable(Timestamp),
  cancelReason: Nullable,
})
export type PublicBooking = v.InferOutput<typeof PublicBooking>

/** The token of `/manage/…` leads back to it; it is also in the message that confirms it. */
export const BookedAnswer = v.object({
  token: v.string(),
  booking: PublicBooking,
  /** With `repeat`: the other bookings, and the times that were taken. */
  series: v.array(v.object({ token: v.string(), startsAt: Timestamp })),
  skipped: v.array(Timestamp),
})

export const TokenParam = v.object({
  token: v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/, 'This is not a link of ours')),
})

export const PublicMove = v.object({
  startsAt: Moment,
  durationMinutes: wanted.durationMinutes,
  resourceIds: v.optional(v.pipe(v.array(Uuid), v.maxLength(50))),
})
export const PublicCancel = v.object({ reason: v.optional(Line(500), null) })
export const ManageSlotQuery = v.object({ from: Day, to: Day, timeZone: slotEntries.timeZone })

/** Waits for a time within some days to become free. */
export const NewWaiting = v.pipe(
  v.object({
    service: wanted.service,
    key,
    fromDay: Day,
    toDay: Day,
    durationMinutes: wanted.durationMinutes,
    party: wanted.party,
    resourceIds: wanted.resourceIds,
    ...form,
  }),
  v.forward(
    v.check(({ fromDay, toDay }) => fromDay <= toDay, 'The last day comes after the first'),
    ['toDay'],
  ),
)
export type NewWaiting = v.InferOutput<typeof NewWaiting>

/** A place on the waiting list; while it is `offered`, a time is held until `offer.until`. */
export const PublicWaiting = v.object({
  token: v.string(),
  state: v.picklist(['waiting', 'offered', 'booked', 'over', 'left']),
  business: Business,
  service: PublicService,
  fromDay: v.string(),
  toDay: v.string(),
  offer: v.nullable(v.object({ startsAt: Timestamp, endsAt: Timestamp, until: Timestamp })),
})
