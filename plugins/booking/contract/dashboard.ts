import * as v from 'valibot'
import { Uuid } from '#sdk'
import { Day, ShownMoney } from './parts.ts'

/** Days of the workspace's calendar, both included; the last thirty when absent, 366 at most. */
export const DashboardQuery = v.object({
  from: v.optional(Day),
  to: v.optional(Day),
  serviceId: v.optional(Uuid),
  resourceId: v.optional(Uuid),
})
export type DashboardQuery = v.InferOutput<typeof DashboardQuery>

const Figures = {
  /** Confirmed ones, and those where nobody came. */
  bookings: v.number(),
  guests: v.number(),
  /** Prices of what was confirmed, by currency. */
  revenue: v.array(ShownMoney),
}

/** How the business was booked, by the days on which bookings begin. */
export const Dashboard = v.object({
  from: v.string(),
  to: v.string(),
  timeZone: v.string(),
  ...Figures,
  cancelled: v.number(),
  noShows: v.number(),
  /** Of the bookings that are over, from 0 to 1; null without any. */
  noShowRate: v.nullable(v.number()),
  /** Days between making a booking and its beginning, the middle one; null without any. */
  leadDays: v.nullable(v.number()),
  /** Pending ones that wait for an answer now, and people on the waiting list. */
  pending: v.number(),
  waiting: v.number(),
  /** Of the open hours, from 0 to 1; null where nothing was open. */
  utilisation: v.nullable(v.number()),
  byDay: v.array(v.object({ day: v.string(), bookings: v.number(), cancelled: v.number(), noShows: v.number() })),
  byService: v.array(v.object({ serviceId: Uuid, name: v.string(), colour: v.string(), ...Figures })),
  byResource: v.array(
    v.object({
      resourceId: Uuid,
      name: v.string(),
      bookings: v.number(),
      bookedHours: v.number(),
      openHours: v.number(),
      utilisation: v.nullable(v.number()),
    }),
  ),
})
