import { BoundedMap } from '../request/bounded-map.ts'

/** What a plugin in a workspace has under way in this isolate, and how it went lately. */
export interface Breaker {
  running: number
  /** Grows with what goes wrong in a row; anything that goes well ends it. */
  strain: number
  /** Answers lately that were read and could not be passed on, being too large or too late. */
  wasted: number
  /** Nothing is begun before. */
  closedUntilMs: number
}

export const mostAtOnce = 32
const strainOf = { hung: 4, crashed: 1 }
const mostStrain = 12
const mostWasted = 3
/** So much of a wasted answer is made good by one that is of use: one in between does not make it free. */
const madeGood = 0.05
const restMs = 20_000

const breakers = new BoundedMap<Breaker>(5000)

/** The breaker of one version in one workspace: another workspace's trouble is not this one's. */
export function breakerOf(name: string): Breaker {
  const known = breakers.get(name)
  if (known !== undefined) return known
  const made = { running: 0, strain: 0, wasted: 0, closedUntilMs: 0 }
  breakers.set(name, made)
  return made
}

/** In how many milliseconds a call may be tried again; 0 when it may begin now. */
export function waitMs(breaker: Breaker, nowMs: number): number {
  if (nowMs < breaker.closedUntilMs) return breaker.closedUntilMs - nowMs
  return breaker.running >= mostAtOnce ? 1000 : 0
}

/**
 * Notes how a call went. After some that hung, or many that crashed, with none that went well between them, the plugin
 * rests; the first call after that decides anew.
 */
export function noteOutcome(breaker: Breaker, outcome: 'well' | keyof typeof strainOf, nowMs: number): void {
  if (outcome === 'well') {
    breaker.strain = 0
    return
  }
  breaker.strain += strainOf[outcome]
  if (breaker.strain < mostStrain) return
  breaker.closedUntilMs = nowMs + restMs
  breaker.strain = mostStrain - strainOf.hung
}

/** Notes whether an answer was of use: reading one that is too large costs everybody's time, so after a few the plugin rests. */
export function noteAnswer(breaker: Breaker, isOfUse: boolean, nowMs: number): void {
  breaker.wasted = isOfUse ? Math.max(0, breaker.wasted - madeGood) : breaker.wasted + 1
  if (breaker.wasted < mostWasted) return
  breaker.closedUntilMs = nowMs + restMs
  breaker.wasted = mostWasted - 1
}
