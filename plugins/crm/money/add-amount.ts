import type { Money } from '../contract.ts'

/** Minor units by currency: amounts of several currencies are summed apart. */
export type Amounts = ReadonlyMap<string, number>

interface Summand {
  readonly amount: number
  /** Null where there is no amount. */
  readonly currency: string | null
}

export function addAmount(amounts: Amounts, { amount, currency }: Summand): Amounts {
  return currency === null ? amounts : new Map([...amounts, [currency, (amounts.get(currency) ?? 0) + amount]])
}

export function toMoney(amounts: Amounts): Money[] {
  return [...amounts].map(([currency, amount]) => ({ amount, currency }))
}

const digits = new Map<string, number>()

/** How many digits a currency has after the point: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  digits.set(currency, maximumFractionDigits ?? 2)
  return maximumFractionDigits ?? 2
}

/** An amount as people write it, with a point: `1250.00`. */
export function toDecimal({ amount, currency }: Money): string {
  return (amount / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))
}
