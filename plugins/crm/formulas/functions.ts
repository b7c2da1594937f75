import { FormulaFailure } from './formula-fault.ts'
import {
  CalendarDay,
  compare,
  countDays,
  finite,
  readDay,
  seekDay,
  shiftDay,
  short,
  tidy,
  toDay,
  toNumber,
  toText,
  toTruth,
  type Value,
} from './values.ts'

export type ResultType = 'text' | 'number' | 'date' | 'boolean'

interface FormulaFunction {
  readonly least: number
  readonly most: number
  /** How it is written, for who wrote it otherwise. */
  readonly example: string
  /** What it gives; `given` when that is what it was given. */
  readonly gives: ResultType | 'given'
  /** Missing for `if`, which works out one of its branches only. */
  readonly apply?: (given: readonly Value[], today: string) => Value
}

const many = 50

/** All functions of the language, by name. */
export const formulaFunctions: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ['if', { least: 2, most: 3, example: 'if({amount} > 1000, "large", "small")', gives: 'given' }],
  ['and', define(1, many, 'and({a} > 1, {b} > 1)', 'boolean', (given) => given.map(toTruth).every(Boolean))],
  ['or', define(1, many, 'or({a} > 1, {b} > 1)', 'boolean', (given) => given.map(toTruth).some(Boolean))],
  ['min', define(1, many, 'min({a}, {b})', 'given', (given) => outermost(given, -1))],
  ['max', define(1, many, 'max({a}, {b})', 'given', (given) => outermost(given, 1))],
  ['sum', define(1, many, 'sum({a}, {b})', 'number', (given) => finite(given.map(toNumber).reduce(add, 0)))],
  ['round', define(1, 2, 'round({amount}, 2)', 'number', ([value = null, digits = 0]) => round(value, digits))],
  ['floor', define(1, 1, 'floor({amount})', 'number', ([value = null]) => Math.floor(tidy(toNumber(value))))],
  ['ceil', define(1, 1, 'ceil({amount})', 'number', ([value = null]) => Math.ceil(tidy(toNumber(value))))],
  ['abs', define(1, 1, 'abs({amount})', 'number', ([value = null]) => Math.abs(toNumber(value)))],
  ['len', define(1, 1, 'len({title})', 'number', ([value = null]) => [...toText(value)].length)],
  ['upper', define(1, 1, 'upper({title})', 'text', ([value = null]) => short(toText(value).toUpperCase()))],
  ['lower', define(1, 1, 'lower({title})', 'text', ([value = null]) => short(toText(value).toLowerCase()))],
  ['trim', define(1, 1, 'trim({title})', 'text', ([value = null]) => toText(value).trim())],
  ['left', define(2, 2, 'left({title}, 3)', 'text', ([value = null, count = 0]) => cut(value, count, 'left'))],
  ['right', define(2, 2, 'right({title}, 3)', 'text', ([value = null, count = 0]) => cut(value, count, 'right'))],
  [
    'contains',
    define(2, 2, 'contains({title}, "wedding")', 'boolean', ([value = null, part = null]) =>
      toText(value).toLowerCase().includes(toText(part).toLowerCase()),
    ),
  ],
  ['empty', define(1, 1, 'empty({title})', 'boolean', ([value = null]) => value === null || value === '')],
  ['today', define(0, 0, 'today()', 'date', (_, today) => new CalendarDay(today))],
  [
    'days',
    define(2, 2, 'days({created}, today())', 'number', ([from = null, to = null]) =>
      from === null || to === null ? null : countDays(toDay(from), toDay(to)),
    ),
  ],
  [
    'adddays',
    define(2, 2, 'adddays(today(), 14)', 'date', ([from = null, count = null]) =>
      from === null ? null : shiftDay(toDay(from), toNumber(count)),
    ),
  ],
  ['year', define(1, 1, 'year({created})', 'number', ([value = null]) => partOf(value, 0, 4))],
  ['month', define(1, 1, 'month({created})', 'number', ([value = null]) => partOf(value, 5, 7))],
  ['day', define(1, 1, 'day({created})', 'number', ([value = null]) => partOf(value, 8, 10))],
  ['text', define(1, 1, 'text({amount})', 'text', ([value = null]) => toText(value))],
  ['number', define(1, 1, 'number({house number})', 'number', ([value = null]) => readNumber(value))],
])

function define(
  least: number,
  most: number,
  example: string,
  gives: FormulaFunction['gives'],
  apply: (given: readonly Value[], today: string) => Value,
): FormulaFunction {
  return { least, most, example, gives, apply }
}

function add(sum: number, value: number): number {
  return sum + value
}

/** The least or the greatest; empty ones do not count. */
function outermost(given: readonly Value[], direction: 1 | -1): Value {
  return given
    .filter((value) => value !== null)
    .reduce<Value>((best, value) => {
      if (best === null) return value
      return (compare(value, best) ?? 0) * direction > 0 ? value : best
    }, null)
}

/** Rounds halves away from zero, as people do; negative digits round to tens and hundreds. */
function round(value: Value, digits: Value): number {
  const number = toNumber(value)
  const places = Math.trunc(toNumber(digits))
  if (Math.abs(places) > 15) throw new FormulaFailure('Round to at most 15 digits')
  const [mantissa = '0', exponent = '0'] = Math.abs(tidy(number)).toExponential().split('e')
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + places}`))
  const [whole = '0', grown = '0'] = shifted.toExponential().split('e')
  return finite(Math.sign(number) * Number(`${whole}e${Number(grown) - places}`))
}

function cut(value: Value, count: Value, side: 'left' | 'right'): string {
  const letters = [...toText(value)]
  const wanted = Math.min(Math.max(Math.trunc(toNumber(count)), 0), letters.length)
  return (side === 'left' ? letters.slice(0, wanted) : letters.slice(letters.length - wanted)).join('')
}

function partOf(value: Value, from: number, to: number): number | null {
  return value === null ? null : Number(toDay(value).iso.slice(from, to))
}

/** Reads a number that is written as text, `1 250,50` and `1250.50` alike. */
function readNumber(value: Value): number | null {
  if (value === null || value === '') return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const text = toText(value)
    .trim()
    .replace(/(?<=\d)[\s\u00a0'](?=\d{3})/g, '')
    .replace(/^(-?\d+),(\d+)$/, '$1.$2')
  if (seekDay(value) !== undefined || readDay(text) !== undefined || !/^-?(\d+(\.\d+)?|\.\d+)$/.test(text))
    throw new FormulaFailure('This text is no number')
  return finite(Number(text))
}
