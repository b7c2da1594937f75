import * as v from 'valibot'
import { text } from '#sdk'
import { whole } from './contract/parts.ts'

export const Settings = v.object({
  /** What stands above the services on the booking page. */
  welcome: v.optional(text(1000), ''),
  /** How many minutes a time is held while the form is filled. */
  holdMinutes: v.optional(whole(1, 60, 'the minutes of a hold'), 10),
  /** How many minutes somebody on the waiting list has to take an offered time. */
  offerMinutes: v.optional(whole(5, 2880, 'the minutes of an offer'), 120),
})
export type Settings = v.InferOutput<typeof Settings>
