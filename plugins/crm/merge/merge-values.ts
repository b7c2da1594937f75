interface ListRule {
  readonly most: number
  /** Two entries with the same key are the same. */
  readonly keyOf: (value: string) => string
}

/**
 * Joins two records: what the first has stays, what it lacks comes from the second, lists get what they did not have.
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
    else if (key === 'custom') merged[key] = { ...other, ...one }
    else merged[key] = isEmpty(one) ? other : one
  }
  return merged as Values
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

function joinLists(one: unknown, other: unknown, { most, keyOf }: ListRule): string[] {
  const seen = new Set<string>()
  const all = [...(one as string[]), ...(other as string[])]
  return all.filter((value) => !seen.has(keyOf(value)) && seen.add(keyOf(value)) !== undefined).slice(0, most)
}
