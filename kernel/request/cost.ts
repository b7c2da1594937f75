import type { Verdict } from '../gate/gate.ts'

/** What a request cost, for Server-Timing, and where its principal stands with its limits. */
export interface Cost {
  roundTrips: number
  gateCalls: number
  verdict: Verdict | undefined
}

export function newCost(): Cost {
  return { roundTrips: 0, gateCalls: 0, verdict: undefined }
}

/** Adds Server-Timing, and the RateLimit fields of draft-ietf-httpapi-ratelimit-headers-10. */
export function writeCost(headers: Headers, cost: Cost): void {
  headers.set('server-timing', `gate;desc="${cost.gateCalls} calls", db;desc="${cost.roundTrips} round trips"`)
  const { verdict } = cost
  if (verdict === undefined) return
  headers.set('ratelimit-policy', `"${verdict.policy}";q=${verdict.quota};w=${verdict.windowSeconds}`)
  headers.set('ratelimit', `"${verdict.policy}";r=${verdict.remaining};t=${verdict.resetSeconds}`)
}
