import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { Contact } from '../types.ts'

export interface Selection {
  readonly chosen: Accessor<readonly Contact[]>
  readonly has: (id: string) => boolean
  readonly isAll: Accessor<boolean>
  /** Chooses a contact or lets it go; with `isRange`, all from the one before to it. */
  readonly toggle: (id: string, isRange: boolean) => void
  readonly toggleAll: () => void
  readonly clear: () => void
}

/** Which of the listed contacts are chosen; what is listed no longer is chosen no longer. */
export function createSelection(contacts: Accessor<readonly Contact[]>): Selection {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  let last: string | undefined
  const chosen = createMemo(() => (ids().size === 0 ? [] : contacts().filter(({ id }) => ids().has(id))))
  const isAll = () => chosen().length > 0 && chosen().length === contacts().length
  const rangeTo = (id: string): string[] => {
    const list = contacts()
    const [from, to] = [list.findIndex((each) => each.id === last), list.findIndex((each) => each.id === id)]
    return from < 0 || to < 0 ? [id] : list.slice(Math.min(from, to), Math.max(from, to) + 1).map((each) => each.id)
  }
  return {
    chosen,
    has: (id) => ids().has(id),
    isAll,
    toggle: (id, isRange) => {
      const next = new Set(ids())
      const isOn = !next.has(id)
      for (const each of isRange ? rangeTo(id) : [id]) isOn ? next.add(each) : next.delete(each)
      last = id
      setIds(next)
    },
    toggleAll: () => setIds(isAll() ? new Set<string>() : new Set(contacts().map(({ id }) => id))),
    clear: () => setIds(new Set<string>()),
  }
}
