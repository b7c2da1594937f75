/** A stretch of time, from one moment to a later one, in milliseconds; the end is not a part of it. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** Puts stretches in order and joins those that touch or overlap. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of [...stretches].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}

/** The stretch that holds a moment, or the last one that begins before it; stretches are in order and do not overlap. */
function seekBefore(stretches: readonly Stretch[], ms: number): Stretch | undefined {
  let [low, high] = [0, stretches.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.fromMs ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return stretches[low - 1]
}

/** Whether one of the stretches, in order and joined, covers all of the time between two moments. */
export function isCovered(stretches: readonly Stretch[], fromMs: number, toMs: number): boolean {
  return (seekBefore(stretches, fromMs)?.toMs ?? Number.NEGATIVE_INFINITY) >= toMs
}

/** Whether any of the stretches, in order and joined, has a part in the time between two moments. */
export function isTouched(stretches: readonly Stretch[], fromMs: number, toMs: number): boolean {
  const last = seekBefore(stretches, toMs - 1)
  return last !== undefined && last.toMs > fromMs
}
