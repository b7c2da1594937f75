import * as v from 'valibot'
import { Timestamp, Uuid } from '#sdk'
import { Day, QueryIds, TimeZone, wholeQuery } from './parts.ts'

/** A time that can be booked. */
export const Slot = v.object({
  startsAt: Timestamp,
  endsAt: Timestamp,
  /** How many more can come: of a class its free seats. */
  left: v.number(),
})
export type Slot = v.InferOutput<typeof Slot>

/** The days of a calendar in the zone that was asked for; days without a slot are there too. */
export const SlotDays = v.object({
  timeZone: v.string(),
  durationMinutes: v.number(),
  days: v.array(v.object({ day: v.string(), slots: v.array(Slot) })),
  /** The first and the last day that can be booked at all, in the same zone. */
  window: v.object({ from: v.string(), to: v.string() }),
  /** Why no day has a slot: nobody does it yet, nobody is there on these days, or all is taken. */
  emptyBecause: v.nullable(v.picklist(['nobody', 'closed', 'taken'])),
})
export type SlotDays = v.InferOutput<typeof SlotDays>

export const slotEntries = {
  /** In which the days are counted; the workspace's when absent. */
  timeZone: v.optional(TimeZone),
  durationMinutes: v.optional(wholeQuery(5, 1440, 'a duration in minutes')),
  party: v.optional(wholeQuery(1, 1000, 'a number of guests')),
  /** Wanted ones, between commas. */
  resourceIds: v.optional(QueryIds),
} as const

/** Days, both included, 62 at most. */
export const SlotQuery = v.object({
  serviceId: Uuid,
  from: Day,
  to: Day,
  ...slotEntries,
  /** A booking that is to move: its own time counts as free. */
  movingId: v.optional(Uuid),
})
