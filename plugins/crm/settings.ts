import * as v from 'valibot'

export const Settings = v.object({
  /** The country's calling code, `+49`: national phone numbers are compared with international ones by it. */
  callingCode: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(\+[1-9]\d{0,2})?$/, 'Write a calling code like +49'),
      v.description('Of your country, such as +49: a number written without one is taken for a number there.'),
    ),
    '',
  ),
})
export type Settings = v.InferOutput<typeof Settings>
