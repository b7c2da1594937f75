import { For, type JSX } from 'solid-js'

/** Holds the place of rows that are on their way. */
export function Skeleton(props: { readonly rows?: number }): JSX.Element {
  return (
    <div role="status" aria-label="Loading" class="flex flex-col gap-3 p-4">
      <For each={Array.from({ length: props.rows ?? 5 })}>
        {() => <div class="h-6 animate-pulse rounded bg-raised" />}
      </For>
    </div>
  )
}
