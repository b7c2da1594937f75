/** A record as the merge sees it: fields with one value, and lists that are joined. */
export interface Candidate {
  readonly id: string
  readonly fields: Readonly<Record<string, string | null>>
}

export interface Option {
  /** The record that has this value. */
  readonly id: string
  readonly value: string
}

/** A field in which the records disagree, and what each of them says. */
export interface Difference {
  readonly field: string
  readonly options: readonly Option[]
}

/** The fields that somebody has to choose for: those with two values or more that are not empty. */
export function differencesOf(candidates: readonly Candidate[]): Difference[] {
  return fieldsOf(candidates).flatMap((field) => {
    const options = distinct(
      candidates.flatMap(({ id, fields }) => {
        const value = fields[field] ?? ''
        return value === '' ? [] : [{ id, value }]
      }),
    )
    return options.length > 1 ? [{ field, options }] : []
  })
}

/** What each field will say: what was chosen, else what the one that stays says, else what any other says. */
export function mergedFields(
  candidates: readonly Candidate[],
  keepId: string,
  chosen: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const order = [...candidates].sort((a, b) => Number(b.id === keepId) - Number(a.id === keepId))
  return Object.fromEntries(
    fieldsOf(candidates).flatMap((field) => {
      const preferred = order.find(({ id }) => id === chosen[field])?.fields[field]
      const value = preferred || order.map(({ fields }) => fields[field] ?? '').find((each) => each !== '')
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

/** What to send: the values that the one that stays does not have by itself. Empty ones the API fills up. */
export function valuesToSend(
  candidates: readonly Candidate[],
  keepId: string,
  chosen: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept = candidates.find(({ id }) => id === keepId)?.fields ?? {}
  const merged = mergedFields(candidates, keepId, chosen)
  return Object.fromEntries(Object.entries(merged).filter(([field, value]) => (kept[field] ?? '') !== value))
}

function fieldsOf(candidates: readonly Candidate[]): string[] {
  return [...new Set(candidates.flatMap(({ fields }) => Object.keys(fields)))]
}

function distinct(options: readonly Option[]): Option[] {
  return [...new Map([...options].reverse().map((option) => [option.value, option])).values()].reverse()
}
