import { formatNumber } from '#kit'
import type { Deal } from '../types.ts'

export const countDeals = (count: number) => (count === 1 ? '1 deal' : `${formatNumber(count)} deals`)

/** With whom a deal is: the person, the company, or both. */
export function partnerOf({ contact, company }: Pick<Deal, 'contact' | 'company'>): string {
  return [contact?.name, company?.name].filter((name) => name !== undefined).join(', ')
}

/** Whether a deal should have been closed by now. `today` is a day, `2026-11-30`. */
export function isLate({ status, expectedClose }: Pick<Deal, 'status' | 'expectedClose'>, today: string): boolean {
  return status === 'open' && expectedClose !== null && expectedClose < today
}
