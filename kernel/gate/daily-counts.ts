/** What is kept of a counter: the day, in UTC, and what was used on it. */
interface Kept {
  readonly day: string
  readonly used: number
}

/** The part of a Durable Object's storage that counters need. */
export interface CounterStore {
  get(key: string): Kept | undefined
  put(key: string, kept: Kept): void
  list(options: { readonly prefix: string }): Iterable<[string, Kept]>
}

export interface Count {
  readonly allowed: boolean
  readonly used: number
}

const mostInMemory = 2000

/**
 * What each published plugin used today, by `what`: `port:email`, `requests`.
 *
 * Days are those of UTC. A counter with a step reaches the storage once a step, so that it costs next to nothing; an object
 * that falls out of memory forgets less than that.
 */
export class DailyCounts {
  readonly #store: CounterStore
  readonly #known = new Map<string, Kept>()

  constructor(store: CounterStore) {
    this.#store = store
  }

  /** Counts an amount that stays within the cap; what would not is refused and not counted. */
  add(pluginId: string, what: string, amount: number, cap: number, nowMs: number, step = 1): Count {
    const key = keyOf(pluginId, what)
    const day = dayOf(nowMs)
    const { used } = this.#today(key, day)
    if (!(amount >= 0) || used + amount > cap) return { allowed: false, used }
    const next = { day, used: used + amount }
    this.#remember(key, next)
    if (Math.floor(next.used / step) > Math.floor(used / step)) this.#store.put(key, next)
    return { allowed: true, used: next.used }
  }

  /** What the plugin used today, by what. */
  read(pluginId: string, nowMs: number): Record<string, number> {
    const prefix = keyOf(pluginId, '')
    const day = dayOf(nowMs)
    const all = new Map<string, Kept>([...this.#store.list({ prefix }), ...this.#known])
    const used: [string, number][] = []
    for (const [key, kept] of all)
      if (key.startsWith(prefix) && kept.day === day) used.push([key.slice(prefix.length), kept.used])
    return Object.fromEntries(used)
  }

  #today(key: string, day: string): Kept {
    const kept = this.#known.get(key) ?? this.#store.get(key)
    return kept?.day === day ? kept : { day, used: 0 }
  }

  /** Plugins' ids come from addresses that anybody may make up. */
  #remember(key: string, kept: Kept): void {
    this.#known.delete(key)
    const oldest = this.#known.keys().next()
    if (this.#known.size >= mostInMemory && oldest.done !== true) this.#known.delete(oldest.value)
    this.#known.set(key, kept)
  }
}

function keyOf(pluginId: string, what: string): string {
  return `spent:${pluginId}:${what}`
}

function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10)
}
