import type { Tenant } from '#sdk'

/** Recipients in a day, UTC. */
export const dailyLimits: Readonly<Record<Tenant['plan'], number>> = { free: 100, pro: 5000, business: 50_000 }

export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}

/** Longer than this, a mail is of no use to anybody. */
export const longestWaitMs = 3 * 24 * 60 * 60 * 1000

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes
const waits = [
  30 * seconds,
  2 * minutes,
  10 * minutes,
  30 * minutes,
  hours,
  2 * hours,
  4 * hours,
  8 * hours,
  12 * hours,
]

/** How long to wait after so many tries that failed; `chance` from 0 to 1 spreads those that failed together. */
export function waitMs(attempts: number, chance: number): number {
  const wait = waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 12 * hours
  return Math.round(wait * (0.9 + 0.2 * chance))
}
