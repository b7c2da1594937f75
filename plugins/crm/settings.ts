import * as v from 'valibot'

export const Settings = v.object({
  /** The country's calling code, `+49`: national phone numbers are compared with international ones by it. */
  callingCode: v.optional(v.pipe(v.string(), v.regex(/^(\+[1-9]\d{0,2})?$/, 'Write a calling code like +49')), ''),
})
export type Settings = v.InferOutput<typeof Settings>
