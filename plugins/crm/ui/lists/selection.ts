import { type Accessor, createMemo, createSignal } from 'solid-js'

interface Item {
  readonly id: string
}

export interface Selection<Each extends Item> {
  /** Those that are chosen one by one, in their order. */
  readonly chosen: Accessor<readonly Each[]>
  /** Whether all that match are chosen, those that are not loaded too. */
  readonly isEverything: Accessor<boolean>
  readonly has: (id: string) => boolean
  /** Whether all that are loaded are chosen. */
  readonly isAll: Accessor<boolean>
  readonly isAny: Accessor<boolean>
  /** Chooses a record or lets it go; with `isRange`, all from the one before to it. */
  readonly toggle: (id: string, isRange: boolean) => void
  readonly toggleAll: () => void
  readonly chooseEverything: () => void
  readonly clear: () => void
}

/** Which of the listed records are chosen; what is listed no longer is chosen no longer. */
export function createSelection<Each extends Item>(items: Accessor<readonly Each[]>): Selection<Each> {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  const [isEverything, setIsEverything] = createSignal(false)
  let last: string | undefined
  const chosen = createMemo(() => {
    if (isEverything()) return items()
    return ids().size === 0 ? [] : items().filter(({ id }) => ids().has(id))
  })
  const isAny = () => chosen().length > 0
  const isAll = () => isAny() && chosen().length === items().length
  const rangeTo = (id: string): string[] => {
    const list = items()
    const [from, to] = [list.findIndex((each) => each.id === last), list.findIndex((each) => each.id === id)]
    return from < 0 || to < 0 ? [id] : list.slice(Math.min(from, to), Math.max(from, to) + 1).map((each) => each.id)
  }
  const choose = (next: ReadonlySet<string>) => {
    setIsEverything(false)
    setIds(next)
  }
  return {
    chosen,
    isEverything,
    has: (id) => isEverything() || ids().has(id),
    isAll,
    isAny,
    toggle: (id, isRange) => {
      const next = new Set(chosen().map((each) => each.id))
      const isOn = !next.has(id)
      for (const each of isRange ? rangeTo(id) : [id]) isOn ? next.add(each) : next.delete(each)
      last = id
      choose(next)
    },
    toggleAll: () => choose(isAll() ? new Set<string>() : new Set(items().map(({ id }) => id))),
    chooseEverything: () => setIsEverything(true),
    clear: () => choose(new Set<string>()),
  }
}
