import type { InferOutput } from 'valibot'
import type * as contract from '../contract.ts'

/** The nouns on the wire as the pages read them. Types only: nothing of the server lands in the browser. */
export type Booking = InferOutput<typeof contract.Booking>
export type BookingStatus = Booking['status']
export type MadeBookings = InferOutput<typeof contract.MadeBookings>
export type CalendarView = InferOutput<typeof contract.CalendarView>
export type Service = InferOutput<typeof contract.Service>
export type Need = Service['needs'][number]
export type Question = Service['questions'][number]
export type Resource = InferOutput<typeof contract.Resource>
export type ResourceKind = Resource['kind']

export type WeekHours = InferOutput<typeof contract.WeekHours>
export type Weekday = keyof WeekHours
export type Span = InferOutput<typeof contract.Span>
export type DayOff = InferOutput<typeof contract.DayOff>
export type BusyTime = InferOutput<typeof contract.BusyTime>
export type Calendar = InferOutput<typeof contract.Calendar>
export type Feed = InferOutput<typeof contract.Feed>
export type MadeFeed = InferOutput<typeof contract.MadeFeed>
export type Slot = InferOutput<typeof contract.Slot>
export type SlotDays = InferOutput<typeof contract.SlotDays>
export type Waiting = InferOutput<typeof contract.Waiting>
export type Message = InferOutput<typeof contract.Message>
export type MessageList = InferOutput<typeof contract.MessageList>
export type MessagePreview = InferOutput<typeof contract.MessagePreview>
export type Dashboard = InferOutput<typeof contract.Dashboard>

export interface Listed<Item> {
  readonly data: Item[]
}
/** A page of a list. */
export interface Paged<Item> extends Listed<Item> {
  readonly nextCursor: string | null
}
