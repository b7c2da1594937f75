/** What a slot takes: so many of these, in the order in which they are preferred. */
export interface NeedOf {
  readonly count: number
  readonly from: readonly string[]
  /** Those that have to be among them. */
  readonly wanted: readonly string[]
}

/**
 * Chooses for every need as many free resources as it counts, each of them once; undefined when there are too few.
 *
 * Needs may share resources (a therapist who can assist): one that was given away is asked back where another can step in.
 */
export function chooseResources(needs: readonly NeedOf[], isFree: (id: string) => boolean): string[][] | undefined {
  const places = needs.flatMap(({ count, from, wanted }, need) => {
    const others = from.filter((id) => !wanted.includes(id) && isFree(id))
    return Array.from({ length: count }, (_, place) => ({
      need,
      from: place < wanted.length ? wanted.slice(place, place + 1).filter(isFree) : others,
    }))
  })
  const takenBy = new Map<string, number>()
  const give = (place: number, asked: Set<string>): boolean => {
    for (const id of places[place]?.from ?? []) {
      if (asked.has(id)) continue
      asked.add(id)
      const holder = takenBy.get(id)
      if (holder !== undefined && !give(holder, asked)) continue
      takenBy.set(id, place)
      return true
    }
    return false
  }
  for (const place of places.keys()) if (!give(place, new Set())) return undefined
  return needs.map((_, need) => [...takenBy].flatMap(([id, place]) => (places[place]?.need === need ? [id] : [])))
}
