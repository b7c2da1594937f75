import { platformErrors } from '#sdk'
import type { RecordNoun } from '../contract.ts'
import { builtInFields } from './built-in-facts.ts'
import { toName } from './evaluate.ts'
import { FormulaFault } from './formula-fault.ts'
import type { ResultType } from './functions.ts'
import { inferType } from './infer-type.ts'
import { type Formula, fieldsIn, parseFormula } from './parse-formula.ts'

/** A field of the workspace, as far as formulas look at it. */
export interface NamedField {
  readonly key: string
  readonly type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'formula'
  readonly formula: string | null
  readonly resultType: ResultType | null
  readonly records: readonly RecordNoun[]
}

export interface CheckedFormula {
  readonly formula: Formula
  readonly resultType: ResultType | null
}

const nouns: Readonly<Record<RecordNoun, string>> = { contact: 'contacts', company: 'companies', deal: 'deals' }
export const mostFormulas = 50

/**
 * Reads a formula for some kinds of records, among the workspace's other fields.
 *
 * Throws a 422 with the place and plain words when it cannot be read, names what is not there for each of these kinds, or
 * would go in a circle; the circle is told. `key` is what the formula's own field is called.
 */
export function checkFormula(
  text: string,
  records: readonly RecordNoun[],
  others: readonly NamedField[],
  key: string | undefined,
): CheckedFormula {
  try {
    const formula = parseFormula(text)
    for (const record of records) requireFields(formula, record, others, key)
    if (key !== undefined) refuseCircle(key, formula, others)
    const types = new Set(records.map((record) => inferType(formula, (name) => typeOf(name, record, others))))
    const [only] = types
    return { formula, resultType: types.size === 1 && only !== undefined ? only : null }
  } catch (error) {
    if (error instanceof FormulaFault) throw refusalOf(error)
    throw error
  }
}

function refusalOf({ message, position, length }: FormulaFault) {
  const fault = { detail: message, position, length }
  return platformErrors.invalid({ ...fault, errors: [{ in: 'body', pointer: '#/formula', ...fault }] })
}

function requireFields(
  formula: Formula,
  record: RecordNoun,
  others: readonly NamedField[],
  key: string | undefined,
): void {
  for (const { name, position, length } of fieldsIn(formula)) {
    const isKnown =
      Object.hasOwn(builtInFields[record], toName(name)) ||
      (key !== undefined && toName(key) === toName(name)) ||
      others.some((field) => toName(field.key) === toName(name) && field.records.includes(record))
    if (!isKnown) throw new FormulaFault(`There is no field “${name}” of ${nouns[record]}`, position, length)
  }
}

function typeOf(name: string, record: RecordNoun, others: readonly NamedField[]): ResultType | null {
  const builtIn = builtInFields[record][toName(name)]
  if (builtIn !== undefined) return builtIn
  const field = others.find(({ key, records }) => toName(key) === toName(name) && records.includes(record))
  if (field === undefined) return null
  if (field.type === 'formula') return field.resultType
  return field.type === 'choice' ? 'text' : field.type
}

/** Follows what the formula names through other formulas; back at its own field is a circle. */
function refuseCircle(key: string, formula: Formula, others: readonly NamedField[]): void {
  const formulas = new Map(
    others.flatMap((field) => (field.formula === null ? [] : [[toName(field.key), field] as const])),
  )
  const seen = new Set<string>()
  const follow = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (toName(name) === toName(key)) return [...path, key]
    const field = formulas.get(toName(name))
    if (field === undefined || seen.has(toName(name))) return undefined
    seen.add(toName(name))
    return namesIn(field.formula ?? '')
      .map((next) => follow(next, [...path, field.key]))
      .find((circle) => circle !== undefined)
  }
  for (const { name, position, length } of fieldsIn(formula)) {
    const circle = isBuiltIn(name) ? undefined : follow(name, [key])
    if (circle !== undefined) throw new FormulaFault(`This goes in a circle: ${circle.join(' → ')}`, position, length)
  }
}

/** A name that every kind of record has of its own is never that of a formula. */
function isBuiltIn(name: string): boolean {
  return Object.values(builtInFields).every((fields) => Object.hasOwn(fields, toName(name)))
}

/** The fields that a stored formula names; none of one that can no longer be read. */
export function namesIn(text: string): string[] {
  try {
    return fieldsIn(parseFormula(text)).map(({ name }) => name)
  } catch {
    return []
  }
}

/** A formula in which a field has another name; its own text else stays as it was written. */
export function renameIn(text: string, from: string, to: string): string {
  try {
    const places = fieldsIn(parseFormula(text)).filter(({ name }) => toName(name) === toName(from))
    return places.reduceRight(
      (changed, { position, length }) => `${changed.slice(0, position)}{${to}}${changed.slice(position + length)}`,
      text,
    )
  } catch {
    return text
  }
}
