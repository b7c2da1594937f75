import { addDays, daysBetween } from '../days/day-in.ts'
import { FormulaFailure } from './formula-fault.ts'

/** A day of the calendar as formulas reckon with it. */
export class CalendarDay {
  /** `2026-11-22` */
  readonly iso: string

  constructor(iso: string) {
    this.iso = iso
  }
}

/** What formulas reckon with; null is an empty field. */
export type Value = number | string | boolean | CalendarDay | null

const longestText = 10_000

/** An empty field counts as 0. */
export function toNumber(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'number') return value
  throw new FormulaFailure(`A number is needed here, not ${describe(value)}`)
}

/** An empty field counts as an empty text. */
export function toText(value: Value): string {
  if (value === null) return ''
  if (value instanceof CalendarDay) return value.iso
  return typeof value === 'number' ? String(tidy(value)) : String(value)
}

/** An empty field counts as no. */
export function toTruth(value: Value): boolean {
  if (value === null) return false
  if (typeof value === 'boolean') return value
  throw new FormulaFailure(`Yes or no is needed here, not ${describe(value)}`)
}

/** A day, also one that was written as text; undefined for what is none. */
export function seekDay(value: Value): CalendarDay | undefined {
  if (value instanceof CalendarDay) return value
  return typeof value === 'string' ? readDay(value) : undefined
}

export function toDay(value: Value): CalendarDay {
  const day = seekDay(value)
  if (day === undefined) throw new FormulaFailure(`A date is needed here, not ${describe(value)}`)
  return day
}

/** Reads `2026-11-22`. */
export function readDay(text: string): CalendarDay | undefined {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? new CalendarDay(text) : undefined
}

export function shiftDay({ iso }: CalendarDay, days: number): CalendarDay {
  const whole = Math.trunc(days)
  const shifted = Math.abs(whole) > 4_000_000 ? '' : addDays(iso, whole)
  const day = readDay(shifted)
  if (day === undefined) throw new FormulaFailure('This date is too far away')
  return day
}

export function countDays(from: CalendarDay, to: CalendarDay): number {
  return daysBetween(from.iso, to.iso)
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new FormulaFailure('This number is too large')
  return value
}

export function short(text: string): string {
  if (text.length > longestText) throw new FormulaFailure('This text is too long')
  return text
}

/** A number without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
export function tidy(value: number): number {
  const tidied = Number(value.toPrecision(15))
  return tidied === 0 ? 0 : tidied
}

/** Equal as people see it: case does not matter, and an empty field equals 0, no and an empty text. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return isNothing(left) && isNothing(right)
  if (typeof left === 'number' && typeof right === 'number') return tidy(left) === tidy(right)
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase()
  if (left instanceof CalendarDay || right instanceof CalendarDay) {
    const [one, other] = [seekDay(left), seekDay(right)]
    return one !== undefined && one.iso === other?.iso
  }
  return left === right
}

function isNothing(value: Value): boolean {
  return value === null || value === 0 || value === '' || value === false
}

/** Below 0 when the left one comes first, above 0 when the right one does; undefined where a date is missing. */
export function compare(left: Value, right: Value): number | undefined {
  if (left instanceof CalendarDay || right instanceof CalendarDay) {
    if (left === null || right === null) return undefined
    const [one, other] = [toDay(left).iso, toDay(right).iso]
    return one < other ? -1 : one === other ? 0 : 1
  }
  if (typeof left === 'string' || typeof right === 'string') {
    if (isTextual(left) && isTextual(right)) return compareTexts(toText(left), toText(right))
    throw new FormulaFailure(`${describe(left)} and ${describe(right)} cannot be compared`)
  }
  const [one, other] = [tidy(toNumber(left)), tidy(toNumber(right))]
  return one < other ? -1 : one === other ? 0 : 1
}

function isTextual(value: Value): boolean {
  return value === null || typeof value === 'string'
}

function compareTexts(left: string, right: string): number {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()]
  return one < other ? -1 : one === other ? 0 : 1
}

function describe(value: Value): string {
  if (value === null) return 'an empty field'
  if (value instanceof CalendarDay) return 'a date'
  if (typeof value === 'boolean') return 'yes or no'
  return typeof value === 'number' ? 'a number' : 'a text'
}
