import type { InferInput, InferOutput } from 'valibot'
import type * as contract from '../../contract.ts'

export type BookingPageView = InferOutput<typeof contract.BookingPageView>
export type BookedAnswer = InferOutput<typeof contract.BookedAnswer>
export type Hold = InferOutput<typeof contract.Hold>
export type HoldForm = InferInput<typeof contract.HoldForm>
export type Money = InferOutput<typeof contract.Money>
export type NewHold = InferInput<typeof contract.NewHold>
export type NewPublicBooking = InferInput<typeof contract.NewPublicBooking>
export type NewWaiting = InferInput<typeof contract.NewWaiting>
export type PublicBooking = InferOutput<typeof contract.PublicBooking>
export type PublicService = InferOutput<typeof contract.PublicService>
export type PublicSlots = InferOutput<typeof contract.PublicSlots>
export type PublicWaiting = InferOutput<typeof contract.PublicWaiting>
export type Question = InferOutput<typeof contract.Question>
export type Repeat = InferInput<typeof contract.Repeat>
export type Slot = InferOutput<typeof contract.Slot>
export type SlotDays = InferOutput<typeof contract.SlotDays>
