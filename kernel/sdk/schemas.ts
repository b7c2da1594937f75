import * as v from 'valibot'

/** Text of a person: trimmed, NFC, without control characters but line breaks and tabs, from `min` to `max` characters. */
export function text(max: number, min = 0) {
  return v.pipe(
    v.string('Write text here'),
    v.normalize('NFC'),
    v.trim(),
    v.regex(/^(?:[^\p{Cs}\p{Cc}]|[\t\n\r])*$/u, 'Leave out characters that cannot be shown'),
    v.minLength(min, min === 1 ? 'Fill this in' : `Use at least ${min} characters`),
    v.maxLength(max, `Use at most ${max} characters`),
  )
}

/** An email address as mail servers take it, 254 characters at most. */
export const EmailAddress = v.pipe(
  text(254, 3),
  v.regex(
    /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@.<>()[\]\\,;:"]{2,}$/u,
    'Write an email address, like anna@example.com',
  ),
)

export const Uuid = v.pipe(v.string('Give an id'), v.uuid('This is not an id'), v.toLowerCase())

/** A moment, RFC 3339 in UTC, from the year 1 to 9999. */
export const Timestamp = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/, 'Write a time like 2026-11-22T10:30:00Z'),
  v.check((value) => !Number.isNaN(Date.parse(value)), 'There is no such time'),
)

/** Path parameters of a route with `:id`. */
export const IdParam = v.object({ id: Uuid })

/** The query of every list: `limit` from 1 to 100, 50 by default, and the `cursor` of the page before. */
export const listQuery = {
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, 'Give a number from 1 to 100'),
      v.toNumber(),
      v.minValue(1, 'Give a number from 1 to 100'),
      v.maxValue(100, 'Give a number from 1 to 100'),
    ),
    '50',
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(500, 'This is not a cursor of this list'))),
} as const

/** The answer of every list: a page of items and the cursor of the next one, null on the last. */
export function pageOf<const Item extends v.GenericSchema>(item: Item) {
  return v.object({ data: v.array(item), nextCursor: v.nullable(v.string()) })
}
