import * as v from 'valibot'
import { text, Uuid } from '#sdk'
import { Colour, Line, Money, Nullable, ShownMoney, shown, whole } from './parts.ts'

const Key = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, 'Use letters and digits for the key, beginning with a letter'),
  v.check((key) => !['__proto__', 'prototype', 'constructor'].includes(key), 'Choose another key'),
)

/** What is asked when somebody books. Answers come back under the key. */
export const Question = v.pipe(
  v.object({
    key: Key,
    label: text(200, 1),
    kind: v.picklist(
      ['text', 'longText', 'phone', 'number', 'choice', 'choices', 'yesNo'],
      'Choose text, longText, phone, number, choice, choices or yesNo',
    ),
    required: v.optional(v.boolean(), false),
    /** For `choice` and `choices`. */
    choices: v.optional(v.pipe(v.array(text(200, 1)), v.maxLength(50, 'At most 50 choices')), []),
  }),
  v.forward(
    v.check(({ kind, choices }) => !kind.startsWith('choice') || choices.length > 0, 'Give choices to choose from'),
    ['choices'],
  ),
)
export type Question = v.InferOutput<typeof Question>

/** Where it takes place: at an address, by phone, by video under a link, or at the customer's. */
export const Location = v.object({
  kind: v.picklist(['place', 'phone', 'video', 'customer'], 'Choose place, phone, video or customer'),
  /** The address, the number or the link; what the customer is told. */
  details: v.optional(Line(500), null),
})

/**
 * What a booking takes: `count` of the resources, chosen by turns in proportion to their weights.
 *
 * One person is one need with one resource; several together, a need with as many as it counts; "2 of 5 therapists and
 * 1 of 2 rooms", two needs.
 */
export const Need = v.pipe(
  v.object({
    title: v.optional(Line(100), null),
    count: v.optional(whole(1, 20, 'a number'), 1),
    /** The customer chooses among them, or leaves it open. */
    customerChooses: v.optional(v.boolean(), false),
    /** Takes as much of the capacity as people come; otherwise 1. */
    perGuest: v.optional(v.boolean(), false),
    resources: v.pipe(
      v.array(v.object({ resourceId: Uuid, weight: v.optional(whole(1, 100, 'a weight'), 1) })),
      v.minLength(1, 'Choose at least one'),
      v.maxLength(50, 'Choose at most 50'),
    ),
  }),
  v.forward(
    v.check(
      ({ resources }) => new Set(resources.map(({ resourceId }) => resourceId)).size === resources.length,
      'Name each once',
    ),
    ['resources'],
  ),
  v.forward(
    v.check(({ count, resources }) => count <= resources.length, 'There are fewer to choose from'),
    ['count'],
  ),
)
export type Need = v.InferOutput<typeof Need>

const Minutes = (max: number, what: string) => whole(0, max, what)
const limit = v.optional(v.nullable(whole(1, 100_000, 'a limit')), null)
const day = 1440

/** The most bookings in a day, a week (from Monday) and a month of the workspace's calendar; null is no limit. */
export const Limits = v.object({ perDay: limit, perWeek: limit, perMonth: limit })

/** So far ahead can be booked at most. */
export const mostWindowDays = 730

const serviceEntries = {
  name: text(200, 1),
  /** The last part of its public address. */
  slug: v.pipe(text(80, 1), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, digits and single hyphens')),
  description: Line(5000),
  colour: Colour,
  /** `public` is on the booking page, `link` for whoever has its private link, `internal` for the workspace alone. */
  visibility: v.picklist(['public', 'link', 'internal'], 'Choose public, link or internal'),
  active: v.boolean('Say true or false'),
  durations: v.pipe(
    v.array(whole(5, day, 'a duration in minutes')),
    v.minLength(1, 'Give at least one duration'),
    v.maxLength(10, 'Give at most 10 durations'),
    v.check((durations) => new Set(durations).size === durations.length, 'Give each duration once'),
  ),
  /** How far slots are apart; null: as far as the shortest duration. */
  slotMinutes: v.nullable(whole(5, day, 'the minutes between slots')),
  location: Location,
  questions: v.pipe(
    v.array(Question),
    v.maxLength(30, 'At most 30 questions'),
    v.check((all) => new Set(all.map(({ key }) => key)).size === all.length, 'Give each question a key of its own'),
  ),
  /** Paid on site. */
  price: v.nullable(Money),
  pricePer: v.picklist(['booking', 'guest'], 'Choose booking or guest'),
  /** Kept free before and after; those of two bookings add up. */
  bufferBeforeMinutes: Minutes(day, 'a buffer'),
  bufferAfterMinutes: Minutes(day, 'a buffer'),
  /** How long before it begins it can still be booked. */
  minNoticeMinutes: Minutes(365 * day, 'a notice'),
  /** How many days ahead it can be booked. */
  windowDays: whole(1, mostWindowDays, 'the days ahead'),
  /** How long before it begins a customer can still move or cancel it. */
  changeNoticeMinutes: Minutes(365 * day, 'a notice'),
  limits: Limits,
  /** The most guests whose bookings begin within one hour of the clock; null is no limit. */
  guestsPerHour: v.nullable(whole(1, 100_000, 'the guests an hour')),
  /** How many can take part at the same time: 1 for an appointment, more for a class. */
  seats: whole(1, 1000, 'the seats'),
  /** How many may come with one booking. */
  party: v.pipe(
    v.object({ min: whole(1, 1000, 'a number of guests'), max: whole(1, 1000, 'a number of guests') }),
    v.forward(
      v.check(({ min, max }) => min <= max, 'The most is less than the least'),
      ['max'],
    ),
  ),
  /** A booking waits for somebody's yes. */
  needsConfirmation: v.boolean('Say true or false'),
  /** Who wants a time that is taken can wait for it. */
  waitingList: v.boolean('Say true or false'),
  /** How often in a row a customer can book it, weekly for instance; 1 is once. */
  maxRepeats: whole(1, 52, 'a number of repeats'),
  needs: v.pipe(v.array(Need), v.maxLength(10, 'At most 10 needs')),
  /** Which calendars block it; null: all calendars of the resources that it takes. */
  calendarIds: v.nullable(v.pipe(v.array(Uuid), v.maxLength(100))),
  /** How many minutes before it begins people are reminded: `[1440, 60]`. */
  reminders: v.pipe(v.array(whole(5, 60 * day, 'the minutes before')), v.maxLength(5, 'At most 5 reminders')),
  /** How many minutes after its end a last message follows; null sends none. */
  followUpMinutes: v.nullable(whole(0, 60 * day, 'the minutes after')),
} as const

/** A service as it is written: a name is enough. Its address is made of the name unless one is given. */
export const NewService = v.object({
  name: serviceEntries.name,
  slug: v.optional(serviceEntries.slug),
  description: v.optional(serviceEntries.description, null),
  colour: v.optional(serviceEntries.colour, '#2f6fed'),
  visibility: v.optional(serviceEntries.visibility, 'public'),
  active: v.optional(serviceEntries.active, true),
  durations: v.optional(serviceEntries.durations, [30]),
  slotMinutes: v.optional(serviceEntries.slotMinutes, null),
  location: v.optional(serviceEntries.location, { kind: 'place' }),
  questions: v.optional(serviceEntries.questions, []),
  price: v.optional(serviceEntries.price, null),
  pricePer: v.optional(serviceEntries.pricePer, 'booking'),
  bufferBeforeMinutes: v.optional(serviceEntries.bufferBeforeMinutes, 0),
  bufferAfterMinutes: v.optional(serviceEntries.bufferAfterMinutes, 0),
  minNoticeMinutes: v.optional(serviceEntries.minNoticeMinutes, 60),
  windowDays: v.optional(serviceEntries.windowDays, 60),
  changeNoticeMinutes: v.optional(serviceEntries.changeNoticeMinutes, 1440),
  limits: v.optional(serviceEntries.limits, {}),
  guestsPerHour: v.optional(serviceEntries.guestsPerHour, null),
  seats: v.optional(serviceEntries.seats, 1),
  party: v.optional(serviceEntries.party, { min: 1, max: 1 }),
  needsConfirmation: v.optional(serviceEntries.needsConfirmation, false),
  waitingList: v.optional(serviceEntries.waitingList, false),
  maxRepeats: v.optional(serviceEntries.maxRepeats, 1),
  /** One of all people who are active, by turns, when absent. */
  needs: v.optional(serviceEntries.needs),
  calendarIds: v.optional(serviceEntries.calendarIds, null),
  reminders: v.optional(serviceEntries.reminders, [1440]),
  followUpMinutes: v.optional(serviceEntries.followUpMinutes, null),
})
export type NewService = v.InferOutput<typeof NewService>

/** What is to change: whatever is absent stays; a list that is given replaces the one there. */
export const ServicePatch = v.partial(v.object(serviceEntries))
export type ServicePatch = v.InferOutput<typeof ServicePatch>

export const Service = v.object({
  ...shown,
  name: v.string(),
  slug: v.string(),
  description: Nullable,
  colour: v.string(),
  visibility: serviceEntries.visibility,
  active: v.boolean(),
  durations: v.array(v.number()),
  slotMinutes: v.nullable(v.number()),
  location: v.object({ kind: Location.entries.kind, details: Nullable }),
  questions: v.array(Question),
  price: v.nullable(ShownMoney),
  pricePer: serviceEntries.pricePer,
  bufferBeforeMinutes: v.number(),
  bufferAfterMinutes: v.number(),
  minNoticeMinutes: v.number(),
  windowDays: v.number(),
  changeNoticeMinutes: v.number(),
  limits: Limits,
  guestsPerHour: v.nullable(v.number()),
  seats: v.number(),
  party: v.object({ min: v.number(), max: v.number() }),
  needsConfirmation: v.boolean(),
  waitingList: v.boolean(),
  maxRepeats: v.number(),
  needs: v.array(
    v.object({
      title: Nullable,
      count: v.number(),
      customerChooses: v.boolean(),
      perGuest: v.boolean(),
      resources: v.array(v.object({ resourceId: Uuid, weight: v.number() })),
    }),
  ),
  calendarIds: v.nullable(v.array(Uuid)),
  reminders: v.array(v.number()),
  followUpMinutes: v.nullable(v.number()),
  /** What stands in the private link, `?key=…`; of services with that visibility alone. */
  linkKey: Nullable,
})
export type Service = v.InferOutput<typeof Service>
export const ServiceList = v.object({ data: v.array(Service) })
