import { type JSX, Show } from 'solid-js'

export interface EmptyProps {
  /** A Lucide icon's class. */
  readonly icon: string
  readonly title: string
  readonly children?: JSX.Element
  /** The one thing to do next. */
  readonly action?: JSX.Element
}

/** What stands where nothing is yet: what would be here, and how to get the first one. */
export function Empty(props: EmptyProps): JSX.Element {
  return (
    <div class="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <span aria-hidden="true" class={`${props.icon} text-3xl text-accent`} />
      <h2 class="text-lg font-semibold">{props.title}</h2>
      <p class="max-w-md text-soft">{props.children}</p>
      <Show when={props.action}>{props.action}</Show>
    </div>
  )
}
