import * as v from 'valibot'
import { Timestamp, text, Uuid } from '#sdk'
import { contactLimits } from '../contact-draft.ts'

/** A line or a text of at most so many characters; an empty one is none. */
export const Line = (max: number) =>
  v.nullable(
    v.pipe(
      text(max),
      v.transform((value) => (value === '' ? null : value)),
    ),
  )

export const Tag = v.pipe(
  text(contactLimits.tag, 1),
  v.regex(/^[^;,\n\r]*$/, 'Leave commas, semicolons and line breaks out of tags'),
)
export const Tags = v.pipe(
  v.array(Tag, 'Give a list of tags'),
  v.maxLength(contactLimits.tags, `At most ${contactLimits.tags} tags`),
  v.transform((tags) => [...new Set(tags)]),
)
export const Custom = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(contactLimits.customKey)),
    v.union([v.string(), v.number(), v.boolean(), v.null()], 'Give text, a number, yes or no'),
  ),
  v.check((value) => Object.keys(value).length <= 200, 'At most 200 fields'),
)

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

const mostMinorUnits = 1_000_000_000_000_000

/** An amount in minor units (cents) and its currency, ISO 4217. */
export const Money = v.object({
  amount: v.pipe(
    v.number('Give the amount in minor units, such as cents'),
    v.integer('Give the amount in whole minor units, such as cents'),
    v.minValue(0, 'Give an amount of 0 or more'),
    v.maxValue(mostMinorUnits, 'This amount is too large'),
  ),
  currency: v.pipe(
    v.string('Choose a currency, like EUR'),
    v.regex(/^[A-Z]{3}$/, 'Write a currency like EUR'),
    v.check((code) => currencies.has(code), 'There is no such currency'),
  ),
})
export type Money = v.InferOutput<typeof Money>

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** A switch in a query: `true` or `false`. */
export const QueryFlag = v.pipe(
  v.picklist(['true', 'false'], 'Say true or false'),
  v.transform((value) => value === 'true'),
)

/** What every record shows. */
export const shown = { id: Uuid, version: v.number(), createdAt: Timestamp, updatedAt: Timestamp }
export const Nullable = v.nullable(v.string())
export const NullableId = v.nullable(Uuid)
export const Named = v.object({ id: Uuid, name: v.string() })
/** Stored values and those of formulas; null is what a formula gives that cannot be worked out. */
export const ShownCustom = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])))
export const ShownMoney = v.object({ amount: v.number(), currency: v.string() })
export const Count = v.object({ count: v.number() })
