import type { Source } from './recognize-source.ts'

/** Which number comes first in `03/04/1990`. */
export type DateOrder = 'dmy' | 'mdy'

const numeric = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[ T]\d.*)?$/
const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d.*)?$/
const yearless = /^--(\d{2})-?(\d{2})$/
/** Apple writes a birthday without a year as 1604, Outlook an absent one as 0/0/00. */
const noYear = 1604

/** Guesses a column's order from values that allow one only, else from who wrote the file. */
export function guessDateOrder(values: string[], source: Source): DateOrder {
  for (const value of values) {
    const [, first, second] = numeric.exec(value) ?? []
    if (Number(first) > 12) return 'dmy'
    if (Number(second) > 12) return 'mdy'
  }
  const american = source !== 'generic' && values.every((value) => !value.includes('.'))
  return american ? 'mdy' : 'dmy'
}

/**
 * Gives a birthday as `YYYY-MM-DD`, or `--MM-DD` without a year; '' for Outlook's `0/0/00`, and
 * undefined for what is no date.
 */
export function parseBirthday(value: string, order: DateOrder): string | undefined {
  if (/^0+[./-]0+[./-]0+$/.test(value)) return ''
  const bare = yearless.exec(value)
  if (bare !== null) return toDate(noYear, Number(bare[1]), Number(bare[2]))
  const sorted = iso.exec(value)
  if (sorted !== null) return toDate(Number(sorted[1]), Number(sorted[2]), Number(sorted[3]))
  const [, first = '', second = '', year = ''] = numeric.exec(value) ?? []
  if (year.length < 4) return undefined
  const dayFirst = toDate(Number(year), Number(second), Number(first))
  const monthFirst = toDate(Number(year), Number(first), Number(second))
  return order === 'dmy' ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst)
}

function toDate(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year < noYear) return undefined
  const rest = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return year === noYear ? `--${rest}` : `${year}-${rest}`
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}
