import type { Block } from '../../kernel/sdk/pages.ts'
import { formatDay } from '../kit/days.ts'
import { formatDate, formatDateTime, formatNumber } from '../kit/format.ts'
import { perLocale } from '../kit/locale.ts'
import { formatMoney, type Money } from '../kit/money.ts'
import { readField } from './read-field.ts'

export type Shown = Extract<Block, { block: 'detail' }>['fields'][number]

const shares = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }))
/** What a list of values, or an object, is cut at. */
const mostLetters = 2000

/** A value as the workspace writes such values; empty where there is none. Always text. */
export function wordsOf(value: unknown, { as, words }: Pick<Shown, 'as' | 'words'>): string {
  switch (as) {
    case 'number':
      return typeof value === 'number' ? formatNumber(value) : plain(value)
    case 'money':
      return moneyWords(value) ?? plain(value)
    case 'date':
      return dateWords(value)
    case 'time':
      return timeWords(value)
    case 'badge':
      return (
        (words !== undefined && typeof value === 'string' && Object.hasOwn(words, value) && words[value]) ||
        plain(value)
      )
    case 'yesNo':
      return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : plain(value)
    case 'person':
      return plain(readField(value, 'name') ?? value)
    default:
      return plain(value)
  }
}

/** A figure of a chart, in words and as a length. */
export function figureOf(value: unknown, format: 'number' | 'money' | 'percent'): { value: number; words: string } {
  const amount = Number(readField(value, 'amount') ?? value)
  const figure = Number.isFinite(amount) ? amount : 0
  if (format === 'percent') return { value: figure, words: shares().format(figure) }
  if (format === 'money') return { value: figure, words: moneyWords(value) ?? formatNumber(figure) }
  return { value: figure, words: formatNumber(figure) }
}

export function asMoney(value: unknown): Money | undefined {
  const [amount, currency] = [readField(value, 'amount'), readField(value, 'currency')]
  return typeof amount === 'number' && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
    ? { amount, currency }
    : undefined
}

function moneyWords(value: unknown): string | undefined {
  const money = asMoney(value)
  return money === undefined ? undefined : formatMoney(money)
}

function dateWords(value: unknown): string {
  if (typeof value !== 'string') return plain(value)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return formatDay(value)
  return isMoment(value) ? formatDate(value) : plain(value)
}

function timeWords(value: unknown): string {
  return typeof value === 'string' && isMoment(value) ? formatDateTime(value) : plain(value)
}

function isMoment(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
}

/** Whatever a route answers, as letters that a page can hold. */
function plain(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.slice(0, mostLetters)
  if (Array.isArray(value)) return value.map(plain).join(', ').slice(0, mostLetters)
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, mostLetters)
}
