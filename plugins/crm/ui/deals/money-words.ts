import { formatMoney } from '#kit'
import type { Money } from '../types.ts'

/** Sums of one or more currencies: `€1,250.00 + CHF 80.00`. */
export function moneyWords(amounts: readonly Money[], short = false): string {
  return amounts.map((money) => formatMoney(money, { short })).join(' + ')
}
