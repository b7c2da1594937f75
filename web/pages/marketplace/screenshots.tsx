import { For, type JSX, Show } from 'solid-js'
import { createPanel, Dialog } from '#kit'
import type { Listing } from '../plugins/contract.ts'

/** How a plugin looks: small in a row, and each large when it is pressed. */
export function Screenshots(props: { readonly listing: Listing }): JSX.Element {
  const large = createPanel('shot')
  const shown = () => props.listing.screenshots[Number(large.value()) - 1]
  return (
    <Show when={props.listing.screenshots.length > 0}>
      <section aria-label="Screenshots">
        <ul class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,16rem),1fr))] gap-3">
          <For each={props.listing.screenshots}>
            {(shot, place) => (
              <li class="min-w-0">
                <button
                  type="button"
                  class="focusable card block w-full overflow-hidden text-left hover:border-faint"
                  onClick={() => large.open(String(place() + 1))}
                >
                  <img
                    src={shot.url}
                    alt=""
                    loading="lazy"
                    class="aspect-[16/10] w-full border-b border-line object-cover object-left-top"
                  />
                  <span class="block px-3 py-2 text-sm text-soft [overflow-wrap:anywhere]">
                    <span class="sr-only">Show large: </span>
                    {shot.title}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
      <Show when={shown()}>
        {(shot) => (
          <Dialog title={shot().title} open wide onClose={large.close}>
            <img src={shot().url} alt={shot().title} class="w-full rounded-lg border border-line border-solid" />
          </Dialog>
        )}
      </Show>
    </Show>
  )
}
