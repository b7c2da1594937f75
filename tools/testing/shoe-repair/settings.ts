import * as v from 'valibot'

export const Settings = v.object({
  greeting: v.optional(
    v.pipe(v.string(), v.maxLength(200), v.title('Greeting'), v.description('What a reminder begins with.')),
    'Hello',
  ),
})
export type Settings = v.InferOutput<typeof Settings>
