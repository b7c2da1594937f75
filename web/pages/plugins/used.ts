import { formatNumber, perLocale } from '#kit'
import type { Usage } from './contract.ts'
import { type GrantPart, isBytes } from './grant-parts.ts'

export interface Used {
  readonly used: number
  readonly cap: number
}

/** What of a grant is used, today or in all; undefined where nothing is counted, or before it is known. */
export function usedOf(usage: Usage | undefined, { kind, key }: GrantPart): Used | undefined {
  if (usage === undefined) return undefined
  if (kind === 'limit' && key === 'rows') return usage.rows
  if (kind === 'limit' && key === 'bytes') return usage.bytes
  const name = { requestsPerDay: 'requests', egressBytesPerDay: 'egressBytes' }[key] ?? key
  return usage.data.find(({ what }) => what === (kind === 'limit' ? name : `${kind}:${key}`))
}

const megabytes = perLocale(
  (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }),
)

/** `12 of 200 today`, `0.4 MB of 100 MB`. */
export function usedWords(part: GrantPart, { used, cap }: Used): string {
  const write = isBytes(part) ? (bytes: number) => megabytes().format(bytes / 1_000_000) : formatNumber
  const isInAll = part.kind === 'limit' && (part.key === 'rows' || part.key === 'bytes')
  return `${write(used)} of ${write(cap)}${isInAll ? '' : ' today'}`
}
