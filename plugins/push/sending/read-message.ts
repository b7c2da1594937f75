import * as v from 'valibot'
import { type PushMessage, platformErrors, text, Uuid } from '#sdk'

const day = 24 * 60 * 60
const line = (max: number, min = 0) =>
  v.pipe(
    v.string('Write text here'),
    v.check((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), 'Write it on one line'),
    text(max, min),
  )

const Link = v.pipe(
  v.string(),
  v.maxLength(500, 'Use at most 500 characters'),
  v.check(isPage, 'Write a page of the workspace, like /crm/tasks'),
)

export const Message = v.object({
  to: Uuid,
  title: line(200, 1),
  body: v.optional(line(500)),
  link: v.optional(Link),
  tag: v.optional(line(100, 1)),
  urgency: v.optional(v.picklist(['low', 'normal', 'high'], 'Choose low, normal or high')),
  ttlSeconds: v.optional(
    v.pipe(
      v.number('Write a number of seconds'),
      v.integer('Write a whole number of seconds'),
      v.minValue(0, 'Write 0 or more'),
      v.maxValue(28 * day, 'Write 28 days at most: 2419200'),
    ),
  ),
  idempotencyKey: line(200, 1),
})

/** A message with everything that it may leave out. */
export type WholeMessage = Required<Omit<PushMessage, 'tag'>> & { readonly tag: string | null }

/** Reads a message, or refuses it with a pointer to all that is wrong in it. */
export function readMessage(given: unknown): WholeMessage {
  const result = v.safeParse(Message, given)
  if (result.success) {
    const { body = '', link = '/', tag = null, urgency = 'normal', ttlSeconds = day, ...rest } = result.output
    return { ...rest, body, link, tag, urgency, ttlSeconds }
  }
  throw platformErrors.invalid({
    errors: result.issues.map((issue) => ({
      in: 'body',
      pointer: `#/${(issue.path ?? []).map(({ key }) => String(key)).join('/')}`,
      detail: issue.message,
    })),
  })
}

/** Under the workspace: never another place, whatever a browser makes of slashes and dots. */
function isPage(link: string): boolean {
  const hasSteps = /\/\.\.?(\/|$|[?#])|%2e|%5c/i.test(link)
  return /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(link) && !hasSteps
}
