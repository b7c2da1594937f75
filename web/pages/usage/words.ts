import { formatNumber, perLocale } from '#kit'

export interface Item {
  readonly id: string
  readonly title: string
  readonly used: number
  readonly limit: number | null
  readonly unit: 'things' | 'bytes'
}

export interface Usage {
  readonly plan: 'free' | 'pro' | 'business'
  readonly items: readonly Item[]
}

export const planNames = {
  free: { name: 'Free', hint: 'For a start: everything is in it, for a small team.' },
  pro: { name: 'Pro', hint: 'For a team that grows: more people, more keys, more at a time.' },
  business: { name: 'Business', hint: 'For the whole business: as many people and keys as you like.' },
} as const

/** Requests come and go within a minute; the rest stays. */
export function isRequests({ id }: Item): boolean {
  return id.startsWith('requests.')
}

/** `3 of 25`, or `1,204` where the plan sets no limit. */
export function wordsOf({ used, limit, unit }: Item): string {
  const write = unit === 'bytes' ? formatBytes : formatNumber
  return limit === null ? write(used) : `${write(used)} of ${write(limit)}`
}

/** What to know before it is too late: that little room is left, or none. */
export function moreOf(item: Item): { readonly text: string; readonly tone: 'warn' | 'danger' } | undefined {
  if (item.limit === null || isRequests(item)) return undefined
  if (item.used >= item.limit) return { text: 'Full', tone: 'danger' }
  return item.used >= item.limit * 0.8 ? { text: 'Nearly full', tone: 'warn' } : undefined
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

const sizes = units.map((unit) =>
  perLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 })),
)

function formatBytes(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return sizes[step]?.().format(bytes / 1000 ** step) ?? ''
}
