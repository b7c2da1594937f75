import { For, type JSX, Show } from 'solid-js'
import { nameKeys } from './shortcut/read-keys.ts'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** A shortcut as it is printed on the keys: Ctrl + K, or G then C. */
export function Keys(props: { readonly keys: string }): JSX.Element {
  return (
    <span class="inline-flex flex-wrap items-center gap-1 text-sm text-soft">
      <For each={nameKeys(props.keys, isMac)}>
        {(stroke, place) => (
          <>
            <Show when={place() > 0}>
              <span>then</span>
            </Show>
            <For each={stroke}>
              {(name) => (
                <kbd class="inline-grid min-h-6 min-w-6 place-items-center rounded border border-line bg-page px-1.5 font-sans text-sm">
                  {name}
                </kbd>
              )}
            </For>
          </>
        )}
      </For>
    </span>
  )
}
