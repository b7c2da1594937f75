import { locale as pageLocale } from './locale.ts'

/** Money as the API speaks of it: minor units, cents where the currency has them. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** How many digits a currency has after the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return formatterOf(currency, undefined).resolvedOptions().maximumFractionDigits ?? 2
}

/** `€1,250.00` as the page is written; `€1.3K` when it has to be short. */
export function formatMoney(money: Money, options: { readonly short?: boolean } = {}): string {
  const digits = minorDigits(money.currency)
  const formatter = options.short === true ? shortOf(money.currency) : formatterOf(money.currency, pageLocale())
  return formatter.format(money.amount / 10 ** digits)
}

/** The amount alone, as one types it: `1250.00`, or `1250,00` where a comma is the sign. */
export function writeAmount(amount: number, currency: string, locale = pageLocale()): string {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat(locale, {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

/**
 * Reads what a person types, `1.250,50` or `1,250.50` or `€ 1250.5`, into minor units; null when it is no amount.
 *
 * The last sign is the decimal one where both occur. A single sign with three digits behind it, `1.250`, is what the
 * page's language takes it for.
 */
export function readAmount(typed: string, currency: string, locale = pageLocale()): number | null {
  const text = typed.replace(/[\p{Sc}\p{L}\s'’_]/gu, '').replace('−', '-')
  const { decimal } = signsOf(locale)
  const digits = minorDigits(currency)
  const point = pointOf(text, decimal, digits)
  const whole = point === -1 ? text : text.slice(0, point)
  const part = point === -1 ? '' : text.slice(point + 1)
  const isNumber = /^-?(\d*|\d{1,3}([.,])(\d{2,3}\2)*\d{3})$/.test(whole) && /^\d*$/.test(part)
  const isExact = !/[1-9]/.test(part.slice(digits))
  const figures = `${whole.replace(/\D/g, '')}${part.slice(0, digits).padEnd(digits, '0')}`
  if (!isNumber || !isExact || !/\d/.test(text)) return null
  const amount = Number(figures) * (whole.startsWith('-') ? -1 : 1)
  return Number.isSafeInteger(amount) ? amount : null
}

/** Where the decimal sign is; -1 without one. */
function pointOf(text: string, decimal: string, digits: number): number {
  const [dots, commas] = [text.lastIndexOf('.'), text.lastIndexOf(',')]
  const last = Math.max(dots, commas)
  if (last === -1) return -1
  if (dots !== -1 && commas !== -1) return last
  const sign = text.charAt(last)
  if (text.indexOf(sign) !== last) return -1
  const behind = text.length - last - 1
  return behind === 3 && digits !== 3 && sign !== decimal ? -1 : last
}

function signsOf(locale: string | undefined): { decimal: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234.5)
  return { decimal: parts.find(({ type }) => type === 'decimal')?.value ?? '.' }
}

const formatters = new Map<string, Intl.NumberFormat>()

function formatterOf(currency: string, locale: string | undefined): Intl.NumberFormat {
  return remember(`${currency} ${locale}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }))
}

function shortOf(currency: string): Intl.NumberFormat {
  const options = { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 } as const
  const locale = pageLocale()
  return remember(`${currency} ${locale} short`, () => new Intl.NumberFormat(locale, options))
}

function remember(key: string, make: () => Intl.NumberFormat): Intl.NumberFormat {
  const found = formatters.get(key) ?? make()
  formatters.set(key, found)
  return found
}
