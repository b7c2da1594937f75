import * as v from 'valibot'
import { pageOf, Timestamp, text, Uuid } from '#sdk'
import { Colour, Day, Line, Moment, Nullable, NullableId, shown, TimeZone, whole } from './parts.ts'

/** `person` for who works, `room` for where, `equipment` for what with. */
export const ResourceKind = v.picklist(['person', 'room', 'equipment'], 'Choose person, room or equipment')
export type ResourceKind = v.InferOutput<typeof ResourceKind>

const Clock = v.pipe(
  v.string('Write a time like 09:30'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 09:30'),
)
const ClosingClock = v.pipe(
  v.string('Write a time like 17:30'),
  v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write a time like 17:30, or 24:00 for midnight'),
)

/** From one time of the day to a later one, by the clock on the wall of the resource. `24:00` is the midnight that ends the day. */
export const Span = v.pipe(
  v.object({ from: Clock, to: ClosingClock }),
  v.forward(
    v.check(({ from, to }) => from < to, 'The end comes after the beginning'),
    ['to'],
  ),
)
export type Span = v.InferOutput<typeof Span>

/** The opening times of one day, in their order and without overlaps. */
export const Spans = v.pipe(
  v.array(Span, 'Give a list of times'),
  v.maxLength(12, 'At most 12 times a day'),
  v.check(
    (spans) => spans.every((span, place) => place === 0 || (spans[place - 1]?.to ?? '') <= span.from),
    'Put the times in order, without overlaps',
  ),
)

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** The hours of a week; a day that is absent is closed. */
export const WeekHours = v.object({
  monday: v.optional(Spans, []),
  tuesday: v.optional(Spans, []),
  wednesday: v.optional(Spans, []),
  thursday: v.optional(Spans, []),
  friday: v.optional(Spans, []),
  saturday: v.optional(Spans, []),
  sunday: v.optional(Spans, []),
})
export type WeekHours = v.InferOutput<typeof WeekHours>

const resourceEntries = {
  kind: ResourceKind,
  name: text(200, 1),
  /** The member of the workspace that a person is; it is told of its bookings. */
  userId: NullableId,
  colour: v.nullable(Colour),
  /** The zone of its hours; null goes by the workspace's. */
  timeZone: v.nullable(TimeZone),
  /** How many can use it at the same time: 1 for a person, 40 for a dining room. */
  capacity: whole(1, 10_000, 'a capacity'),
  hours: WeekHours,
  /** One that is not active is offered for nothing new. */
  active: v.boolean('Say true or false'),
} as const

const workdays: WeekHours = {
  monday: [{ from: '09:00', to: '17:00' }],
  tuesday: [{ from: '09:00', to: '17:00' }],
  wednesday: [{ from: '09:00', to: '17:00' }],
  thursday: [{ from: '09:00', to: '17:00' }],
  friday: [{ from: '09:00', to: '17:00' }],
  saturday: [],
  sunday: [],
}

/** A person, room or piece of equipment as it is written. Hours are Monday to Friday from 9 to 5 unless it is said otherwise. */
export const NewResource = v.object({
  kind: v.optional(resourceEntries.kind, 'person'),
  name: resourceEntries.name,
  userId: v.optional(resourceEntries.userId, null),
  colour: v.optional(resourceEntries.colour, null),
  timeZone: v.optional(resourceEntries.timeZone, null),
  capacity: v.optional(resourceEntries.capacity, 1),
  hours: v.optional(resourceEntries.hours, workdays),
  active: v.optional(resourceEntries.active, true),
})
export type NewResource = v.InferOutput<typeof NewResource>

/** What is to change: whatever is absent stays. */
export const ResourcePatch = v.partial(v.object(resourceEntries))
export type ResourcePatch = v.InferOutput<typeof ResourcePatch>

export const Resource = v.object({
  ...shown,
  kind: ResourceKind,
  name: v.string(),
  userId: NullableId,
  colour: Nullable,
  /** Null: the workspace's. */
  timeZone: Nullable,
  capacity: v.number(),
  hours: WeekHours,
  active: v.boolean(),
})
export type Resource = v.InferOutput<typeof Resource>
export const ResourceList = v.object({ data: v.array(Resource) })

/** What is short to name of a resource. */
export const ResourceName = v.object({ id: Uuid, name: v.string(), kind: ResourceKind, colour: Nullable })

/**
 * Other hours on some days, both included: a holiday with no spans, a late evening with other ones.
 *
 * Without a resource it holds for all of them; a resource's own goes before that.
 */
export const NewDayOff = v.pipe(
  v.object({
    resourceId: v.optional(NullableId, null),
    fromDay: Day,
    toDay: Day,
    spans: v.optional(Spans, []),
    note: v.optional(Line(200), null),
  }),
  v.forward(
    v.check(({ fromDay, toDay }) => fromDay <= toDay, 'The last day comes after the first'),
    ['toDay'],
  ),
)
export type NewDayOff = v.InferOutput<typeof NewDayOff>
export const DayOff = v.object({
  id: Uuid,
  resourceId: NullableId,
  fromDay: v.string(),
  toDay: v.string(),
  spans: v.array(v.object({ from: v.string(), to: v.string() })),
  note: Nullable,
})
export type DayOff = v.InferOutput<typeof DayOff>
export const DayOffPage = pageOf(DayOff)

/** A time at which a resource is not to be booked: a dentist, a repair. */
export const NewBusyTime = v.pipe(
  v.object({ resourceId: Uuid, startsAt: Moment, endsAt: Moment, title: v.optional(Line(200), null) }),
  v.forward(
    v.check(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), 'The end comes after the beginning'),
    ['endsAt'],
  ),
)
export type NewBusyTime = v.InferOutput<typeof NewBusyTime>
/** With a calendar it came out of that one's feed; without, somebody wrote it here. */
export const BusyTime = v.object({
  id: Uuid,
  resourceId: Uuid,
  calendarId: NullableId,
  startsAt: Timestamp,
  endsAt: Timestamp,
  title: Nullable,
})
export type BusyTime = v.InferOutput<typeof BusyTime>

/** A calendar elsewhere, by the secret address of its ICS feed, whose appointments block a resource. */
export const NewCalendar = v.object({
  resourceId: Uuid,
  name: text(200, 1),
  url: v.pipe(
    text(2000, 1),
    v.transform((value) => value.replace(/^webcals?:/i, 'https:')),
    v.regex(/^https?:\/\/[^\s]+$/i, 'Give the address of a calendar, like https://…/basic.ics'),
  ),
})
export type NewCalendar = v.InferOutput<typeof NewCalendar>
export const Calendar = v.object({
  id: Uuid,
  resourceId: Uuid,
  name: v.string(),
  /** The host alone: the address is a secret. */
  host: v.string(),
  /** `new` until it was fetched for the first time. */
  state: v.picklist(['new', 'working', 'failing']),
  /** What is wrong, in a sentence. */
  problem: Nullable,
  fetchedAt: v.nullable(Timestamp),
  /** How many times it blocks within the next year. */
  events: v.number(),
})
export type Calendar = v.InferOutput<typeof Calendar>
export const CalendarList = v.object({ data: v.array(Calendar) })

/** A secret address under which a calendar program sees bookings: of one resource, or all of them. */
export const NewFeed = v.object({ resourceId: v.optional(NullableId, null), name: text(200, 1) })
export const Feed = v.object({ id: Uuid, resourceId: NullableId, name: v.string(), createdAt: Timestamp })
export const FeedList = v.object({ data: v.array(Feed) })
/** The address is shown this once. */
export const MadeFeed = v.object({ ...Feed.entries, url: v.string() })
