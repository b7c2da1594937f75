import { FormulaFailure } from './formula-fault.ts'
import { formulaFunctions } from './functions.ts'
import type { BinarySign, Formula } from './parse-formula.ts'
import {
  areEqual,
  CalendarDay,
  compare,
  countDays,
  finite,
  shiftDay,
  short,
  tidy,
  toNumber,
  toText,
  toTruth,
  type Value,
} from './values.ts'

/** The value of a formula that could not be worked out: neither can one that names it. */
export const failed = Symbol('failed')

/** What a formula is worked out with. */
export interface Scope {
  /** The value of a field by its name, as `toName` writes it; undefined for one that is not there. */
  readonly seek: (name: string) => Value | typeof failed | undefined
  /** The workspace's day. */
  readonly today: string
}

/** Names of fields are the same in any case and with any spaces. */
export function toName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ')
}

/** Works a formula out, or says in plain words why that is not possible. It never throws. */
export function evaluateFormula(
  formula: Formula,
  scope: Scope,
): { readonly value: Value } | { readonly problem: string } {
  try {
    const value = evaluate(formula, scope)
    return { value: typeof value === 'number' ? tidy(finite(value)) : value }
  } catch (error) {
    if (error instanceof FormulaFailure) return { problem: error.message }
    throw error
  }
}

function evaluate(formula: Formula, scope: Scope): Value {
  switch (formula.kind) {
    case 'value':
      return formula.value
    case 'field':
      return look(formula.name, scope)
    case 'negative':
      return -toNumber(evaluate(formula.of, scope))
    case 'not':
      return !toTruth(evaluate(formula.of, scope))
    case 'binary':
      return join(formula.sign, evaluate(formula.left, scope), () => evaluate(formula.right, scope))
    case 'call':
      return call(formula.name, formula.given, scope)
  }
}

function look(name: string, { seek }: Scope): Value {
  const value = seek(toName(name))
  if (value === failed) throw new FormulaFailure(`“${name}” cannot be worked out here`)
  return value ?? null
}

function call(name: string, given: readonly Formula[], scope: Scope): Value {
  const known = formulaFunctions.get(name)
  if (known?.apply !== undefined)
    return known.apply(
      given.map((one) => evaluate(one, scope)),
      scope.today,
    )
  const [condition, then, otherwise] = given
  if (condition === undefined) return null
  const branch = toTruth(evaluate(condition, scope)) ? then : otherwise
  return branch === undefined ? null : evaluate(branch, scope)
}

/** The right side is worked out when it counts: `and` and `or` may know without it. */
function join(sign: BinarySign, left: Value, right: () => Value): Value {
  switch (sign) {
    case 'and':
      return toTruth(left) && toTruth(right())
    case 'or':
      return toTruth(left) || toTruth(right())
    case '&':
      return short(toText(left) + toText(right()))
    case '=':
      return areEqual(left, right())
    case '!=':
      return !areEqual(left, right())
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrdered(sign, compare(left, right()))
    default:
      return reckon(sign, left, right())
  }
}

function isOrdered(sign: '<' | '<=' | '>' | '>=', order: number | undefined): boolean {
  if (order === undefined) return false
  if (sign === '<') return order < 0
  if (sign === '<=') return order <= 0
  return sign === '>' ? order > 0 : order >= 0
}

function reckon(sign: '+' | '-' | '*' | '/' | '%', left: Value, right: Value): Value {
  if (left instanceof CalendarDay || right instanceof CalendarDay) return reckonDays(sign, left, right)
  const [one, other] = [toNumber(left), toNumber(right)]
  switch (sign) {
    case '+':
      return finite(one + other)
    case '-':
      return finite(one - other)
    case '*':
      return finite(one * other)
    case '/':
      return finite(one / nonZero(other))
    case '%':
      return finite(one - nonZero(other) * Math.floor(one / other))
  }
}

/** A date and a number of days give a date; two dates give the days between them. */
function reckonDays(sign: string, left: Value, right: Value): Value {
  if (left === null || right === null) return null
  if (left instanceof CalendarDay && right instanceof CalendarDay && sign === '-') return countDays(right, left)
  if (left instanceof CalendarDay && typeof right === 'number' && (sign === '+' || sign === '-'))
    return shiftDay(left, sign === '+' ? right : -right)
  if (typeof left === 'number' && right instanceof CalendarDay && sign === '+') return shiftDay(right, left)
  throw new FormulaFailure('With dates, add or take away days, or take one date from another')
}

function nonZero(value: number): number {
  if (value === 0) throw new FormulaFailure('Nothing can be divided by 0')
  return value
}
