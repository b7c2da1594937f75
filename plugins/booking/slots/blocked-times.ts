import type { DiaryClaim } from './diary.ts'
import { joinStretches, type Stretch } from './spans.ts'

/** The times at which no more than `room` less than `amount` is left: what is taken then leaves too little. */
export function blockedTimes(claims: readonly DiaryClaim[], room: number, amount: number): Stretch[] {
  if (amount > room) return [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }]
  if (room === 1) return joinStretches(claims)
  const changes = claims
    .flatMap(({ fromMs, toMs, amount: taken }) => [
      { ms: fromMs, by: taken },
      { ms: toMs, by: -taken },
    ])
    .sort((one, other) => one.ms - other.ms || one.by - other.by)
  const blocked: Stretch[] = []
  let taken = 0
  for (const [place, { ms, by }] of changes.entries()) {
    taken += by
    const nextMs = changes[place + 1]?.ms ?? ms
    if (taken + amount > room && nextMs > ms) blocked.push({ fromMs: ms, toMs: nextMs })
  }
  return joinStretches(blocked)
}
