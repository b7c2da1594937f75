import * as v from 'valibot'
import { EmailAddress, Timestamp, text, Uuid } from '#sdk'

/** A line or a text of at most so many characters; an empty one is none. */
export const Line = (max: number) =>
  v.nullable(
    v.pipe(
      text(max),
      v.transform((value) => (value === '' ? null : value)),
    ),
  )

export const Nullable = v.nullable(v.string())
export const NullableId = v.nullable(Uuid)

/** What every record shows. */
export const shown = { id: Uuid, version: v.number(), createdAt: Timestamp, updatedAt: Timestamp }

/** A day of the calendar, `2026-11-22`, from the year 1 to 9999. */
export const Day = v.pipe(
  v.string('Write a day like 2026-11-22'),
  v.regex(/^(?!0000)\d{4}-\d\d-\d\d$/, 'Write a day like 2026-11-22'),
  v.check(isDay, 'There is no such day'),
)

function isDay(value: string): boolean {
  const moment = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value)
}

/** A time that a calendar can hold: what lies outside is a slip of the pen. */
export const Moment = v.pipe(
  Timestamp,
  v.check((value) => value >= '2000-01-01' && value < '2200-01-01', 'Give a time between the years 2000 and 2200'),
)

/** A whole number between two others, with words for what it is. */
export const whole = (min: number, max: number, what: string) =>
  v.pipe(
    v.number(`Give ${what} as a number`),
    v.integer(`Give ${what} as a whole number`),
    v.minValue(min, `Give ${what} of ${min} or more`),
    v.maxValue(max, `Give ${what} of ${max} or less`),
  )

/** The same in a query. */
export const wholeQuery = (min: number, max: number, what: string) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/, `Give ${what} as a whole number`), v.toNumber(), whole(min, max, what))

/** An IANA time zone. */
export const TimeZone = v.pipe(
  v.string('Choose a time zone, like Europe/Berlin'),
  v.maxLength(100, 'Choose a time zone, like Europe/Berlin'),
  v.check(isTimeZone, 'There is no such time zone'),
)

function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** BCP 47, `de` or `pt-BR`. */
export const Language = v.pipe(
  v.string('Give a language, like en'),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'Give a language, like en or pt-BR'),
)

/** A colour, `#rrggbb`. */
export const Colour = v.pipe(
  v.string('Write a colour like #2f6fed'),
  v.regex(/^#[0-9a-fA-F]{6}$/, 'Write a colour like #2f6fed'),
  v.toLowerCase(),
)

/** An amount in minor units (cents) and its currency, ISO 4217. */
export const Money = v.object({
  amount: whole(0, 1_000_000_000, 'the amount in minor units, such as cents,'),
  currency: v.pipe(
    v.string('Choose a currency, like EUR'),
    v.regex(/^[A-Z]{3}$/, 'Write a currency like EUR'),
    v.check((code) => currencies.has(code), 'There is no such currency'),
  ),
})
export type Money = v.InferOutput<typeof Money>
export const ShownMoney = v.object({ amount: v.number(), currency: v.string() })

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** Ids in a query, between commas. */
export const QueryIds = v.pipe(
  v.string(),
  v.transform((value) => value.split(',').filter((id) => id !== '')),
  v.array(Uuid),
  v.maxLength(100, 'Name at most 100'),
)

/** Who comes. An email or a phone number is how the business reaches them. */
export const Customer = v.object({
  name: text(200, 1),
  email: v.optional(v.nullable(v.pipe(EmailAddress, v.toLowerCase())), null),
  phone: v.optional(Line(60), null),
})
export type Customer = v.InferOutput<typeof Customer>

/** The answers to a service's questions, by the question's key: text, a list of choices, or yes and no. */
export const GivenAnswers = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(60)),
    v.union([v.string(), v.boolean(), v.array(v.string())], 'Answer with text, a list, yes or no'),
  ),
  v.check((value) => Object.keys(value).length <= 50, 'At most 50 answers'),
)
export type GivenAnswers = v.InferOutput<typeof GivenAnswers>
