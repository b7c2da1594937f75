export interface Spanned {
  readonly id: string
  readonly startMs: number
  readonly endMs: number
}

/** Which of so many lanes beside each other something stands in. */
export interface Lane {
  readonly lane: number
  readonly lanes: number
}

/** Puts what happens at the same time beside each other, in as few lanes as that takes. */
export function layOut(entries: readonly Spanned[]): ReadonlyMap<string, Lane> {
  const placed = new Map<string, Lane>()
  let group: { readonly id: string; readonly lane: number }[] = []
  let ends: number[] = []
  const close = () => {
    for (const { id, lane } of group) placed.set(id, { lane, lanes: ends.length })
    group = []
    ends = []
  }
  for (const { id, startMs, endMs } of entries.toSorted((a, b) => a.startMs - b.startMs || b.endMs - a.endMs)) {
    if (ends.every((end) => end <= startMs)) close()
    const free = ends.findIndex((end) => end <= startMs)
    const lane = free === -1 ? ends.length : free
    ends[lane] = endMs
    group.push({ id, lane })
  }
  close()
  return placed
}
