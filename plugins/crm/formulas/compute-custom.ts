import { type Clock, todayOf } from '../days/day-in.ts'
import type { CustomValue } from '../fields/read-custom.ts'
import { evaluateFormula, failed, toName } from './evaluate.ts'
import { type Formula, fieldsIn, parseFormula } from './parse-formula.ts'
import { CalendarDay, readDay, type Value } from './values.ts'

type Custom = Readonly<Record<string, CustomValue>>
type Shown = Record<string, CustomValue | null>
type Values = Map<string, Value | typeof failed>

/** A formula of the workspace, ready to be worked out; without one where it can no longer be read. */
interface NamedFormula {
  readonly key: string
  readonly formula: Formula | undefined
}

export interface FormulaSet {
  /** Each after those that it names. */
  readonly formulas: readonly NamedFormula[]
  /** The keys of fields that hold days. */
  readonly days: ReadonlySet<string>
}

type StoredField = readonly [key: string, type: string, formula: string | null]

/** Stored values with what formulas give beside them: null where a formula cannot be worked out. */
export function computeCustom(
  custom: Custom,
  formulas: string | null,
  clock: Clock,
  facts: () => Readonly<Record<string, Value>>,
): Shown {
  if (formulas === null) return custom
  const set = readSet(formulas)
  const values = valuesOf(custom, set.days, facts())
  return { ...custom, ...computeAll(set, values, todayOf(clock)) }
}

/** Works all formulas out, each once; `values` then holds what they give, for others to read. */
export function computeAll(set: FormulaSet, values: Values, today: string): Shown {
  const shown: Shown = {}
  const scope = { today, seek: (name: string) => values.get(name) }
  for (const { key, formula } of set.formulas) {
    const result = formula === undefined ? undefined : evaluateFormula(formula, scope)
    const value = result !== undefined && 'value' in result ? result.value : failed
    values.set(toName(key), value)
    shown[key] = value === failed ? null : presentValue(value)
  }
  return shown
}

/** What formulas can name: the record's own facts before fields of the same name. */
export function valuesOf(custom: Custom, days: ReadonlySet<string>, facts: Readonly<Record<string, Value>>): Values {
  const stored = Object.entries(custom).map(([key, value]): [string, Value] => [
    toName(key),
    days.has(key) && typeof value === 'string' ? (readDay(value) ?? value) : value,
  ])
  return new Map<string, Value | typeof failed>([...stored, ...Object.entries(facts)])
}

export function presentValue(value: Value): CustomValue | null {
  return value instanceof CalendarDay ? value.iso : value
}

const sets = new Map<string, FormulaSet>()

/** Reads what `formulasOf` answers, once for each workspace's set of formulas. */
function readSet(text: string): FormulaSet {
  const known = sets.get(text)
  if (known !== undefined) return known
  const set = orderFormulas(JSON.parse(text) as StoredField[])
  if (sets.size >= 100) sets.clear()
  sets.set(text, set)
  return set
}

/** Puts formulas in an order in which each comes after those that it names; what goes in a circle gives nothing. */
export function orderFormulas(fields: readonly StoredField[]): FormulaSet {
  const parsed = new Map(
    fields.flatMap(([key, , text]) => (text === null ? [] : [[toName(key), { key, formula: seekFormula(text) }]])),
  )
  const ordered: NamedFormula[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (name: string): boolean => {
    const found = parsed.get(name)
    if (found === undefined || state.get(name) === 'done') return true
    if (state.get(name) === 'open') return false
    state.set(name, 'open')
    const isSound = (found.formula === undefined ? [] : fieldsIn(found.formula))
      .map((field) => visit(toName(field.name)))
      .every(Boolean)
    state.set(name, 'done')
    ordered.push(isSound ? found : { key: found.key, formula: undefined })
    return isSound
  }
  for (const name of parsed.keys()) visit(name)
  const days = new Set(fields.flatMap(([key, type]) => (type === 'date' ? [key] : [])))
  return { formulas: ordered, days }
}

function seekFormula(text: string): Formula | undefined {
  try {
    return parseFormula(text)
  } catch {
    return undefined
  }
}
