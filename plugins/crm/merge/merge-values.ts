import { platformErrors } from '#sdk'

export interface ListRule {
  readonly most: number
  /** Two entries with the same key are the same. */
  readonly keyOf: (value: string) => string
}

/**
 * Joins two records: what the first has stays, what it lacks comes from the second, lists get what they did not have, and
 * notes stand below each other.
 *
 * The names of a person belong together: they come from the second only when the first has none of them.
 */
export function mergeValues<Values extends object>(
  first: Values,
  second: Values,
  names: readonly (keyof Values)[],
  lists: Partial<Record<keyof Values, ListRule>>,
): Values {
  const hasName = names.some((name) => !isEmpty(first[name]))
  const merged: Partial<Values> = {}
  for (const key of Object.keys(first) as (keyof Values)[]) {
    const rule = lists[key]
    const [one, other] = [first[key], second[key]]
    if (rule !== undefined) merged[key] = joinLists(one, other, rule) as Values[typeof key]
    else if (names.includes(key)) merged[key] = hasName ? one : other
    else if (key === 'notes') merged[key] = joinTexts(one, other) as Values[typeof key]
    else if (key === 'custom') merged[key] = { ...other, ...one }
    else merged[key] = isEmpty(one) ? other : one
  }
  return merged as Values
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

function joinLists(one: unknown, other: unknown, { keyOf }: ListRule): string[] {
  const seen = new Set<string>()
  const all = [...(one as string[]), ...(other as string[])]
  return all.filter((value) => !seen.has(keyOf(value)) && seen.add(keyOf(value)) !== undefined)
}

function joinTexts(one: unknown, other: unknown): unknown {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) ? other : one
  return String(one).includes(String(other)) ? one : `${one}\n\n${other}`
}

const mostNotes = 20_000
const listWords: Readonly<Record<string, string>> = { emails: 'email addresses', phones: 'phone numbers', tags: 'tags' }

/** Refuses a merge by which something would be lost: the merged record holds no more than any other. */
export function mustFit(merged: object, lists: Readonly<Record<string, ListRule>>): void {
  const values = merged as Readonly<Record<string, unknown>>
  const faults = Object.entries(lists).flatMap(([key, { most }]) => {
    const length = (values[key] as readonly string[]).length
    return length <= most
      ? []
      : [`Together they have ${length} ${listWords[key] ?? key}, and one can have ${most}. Take some away first`]
  })
  if (String(values.notes ?? '').length > mostNotes)
    faults.push(`Their notes together are longer than ${mostNotes.toLocaleString('en')} characters. Shorten them first`)
  if (faults.length > 0)
    throw platformErrors.invalid({
      errors: faults.map((detail) => ({ in: 'body', pointer: '#/mergeIds', detail })),
    })
}
