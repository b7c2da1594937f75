import { type JSX, Show } from 'solid-js'
import type { Publisher } from '../../shell/published-query.ts'

/** Who publishes a plugin, and whether the platform knows them. */
export function PublisherName(props: { readonly publisher: Publisher }): JSX.Element {
  return (
    <span class="inline-flex min-w-0 flex-wrap items-center gap-x-1.5">
      <span class="min-w-0 [overflow-wrap:anywhere]">{props.publisher.name}</span>
      <Show when={props.publisher.verified}>
        <span class="inline-flex items-center gap-1 text-good">
          <span aria-hidden="true" class="i-lucide-badge-check" />
          <span class="text-sm">verified</span>
        </span>
      </Show>
    </span>
  )
}
