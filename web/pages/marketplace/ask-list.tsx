import { For, type JSX, Show } from 'solid-js'
import type { Sentence } from '../../shell/published-query.ts'

const icons: Readonly<Record<Sentence['kind'], string>> = {
  port: 'i-lucide-send',
  host: 'i-lucide-globe',
  call: 'i-lucide-eye',
  hears: 'i-lucide-ear',
  tables: 'i-lucide-database',
  limit: 'i-lucide-gauge',
}

/** What a plugin asks for, in plain words, each with the publisher's own reason. */
export function AskList(props: { readonly asks: readonly Sentence[] }): JSX.Element {
  return (
    <Show
      when={props.asks.length > 0}
      fallback={<p class="mt-3">It asks for nothing: it works with its own records alone.</p>}
    >
      <ul class="mt-3 flex flex-col gap-3">
        <For each={props.asks}>{(ask) => <Ask ask={ask} />}</For>
      </ul>
    </Show>
  )
}

function Ask(props: { readonly ask: Sentence }): JSX.Element {
  return (
    <li class="flex items-start gap-3">
      <span aria-hidden="true" class={`${icons[props.ask.kind] ?? 'i-lucide-dot'} mt-1 text-accent`} />
      <div class="min-w-0">
        <p class="[overflow-wrap:anywhere]">{props.ask.text}</p>
        <Show when={props.ask.why}>
          {(why) => <p class="text-sm text-soft [overflow-wrap:anywhere]">The publisher says why: {why()}</p>}
        </Show>
      </div>
    </li>
  )
}
