import { type Accessor, createMemo, For, type JSX } from 'solid-js'

export interface KeyedProps<Item extends { readonly id: string }> {
  readonly each: readonly Item[] | undefined
  readonly children: (item: Accessor<Item>) => JSX.Element
}

/** Draws records by their ids: a menu that is open, and the focus, stay while the records are asked for again. */
export function Keyed<Item extends { readonly id: string }>(props: KeyedProps<Item>): JSX.Element {
  const items = createMemo(() => new Map((props.each ?? []).map((item) => [item.id, item])))
  return (
    <For each={[...items().keys()]}>
      {(id) => {
        const first = items().get(id)
        if (first === undefined) return null
        // One that is leaving shows what it was until it is gone.
        return props.children(createMemo((last: Item) => items().get(id) ?? last, first))
      }}
    </For>
  )
}
