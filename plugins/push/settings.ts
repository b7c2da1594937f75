import * as v from 'valibot'
import { EmailAddress } from '#sdk'

export const Settings = v.object({
  contact: v.optional(
    v.pipe(
      v.string('Write text here'),
      v.trim(),
      v.maxLength(254, 'Use at most 254 characters'),
      v.check((value) => value === '' || v.is(EmailAddress, value), 'Write an email address, like hello@example.com'),
      v.title('Contact address'),
      v.description(
        'Apple, Google and Mozilla write here when something is wrong with your notifications. Nobody else sees it.',
      ),
    ),
    '',
  ),
})
export type Settings = v.InferOutput<typeof Settings>
