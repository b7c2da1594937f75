import { createEffect, type JSX, Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'

export interface PageProps {
  readonly title: string
  /** One sentence under the title. */
  readonly lead?: string
  /** Uses all of a large screen, for what has many columns. */
  readonly wide?: boolean
  /** Buttons beside the title. */
  readonly actions?: JSX.Element
  readonly children: JSX.Element
}

/** A page of the workspace: its title, which is the browser's too, what can be done, and its content. */
export function Page(props: PageProps): JSX.Element {
  createEffect(() => setPageTitle(props.title))
  return (
    <div
      class={`mx-auto flex w-full flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8 ${props.wide === true ? 'max-w-[120rem]' : 'max-w-6xl'}`}
    >
      <header class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0">
          <h1 tabindex="-1" class="text-2xl font-semibold outline-none [overflow-wrap:anywhere]">
            {props.title}
          </h1>
          <Show when={props.lead}>{(lead) => <p class="mt-1 max-w-2xl text-soft">{lead()}</p>}</Show>
        </div>
        <div class="flex flex-wrap gap-2">{props.actions}</div>
      </header>
      {props.children}
    </div>
  )
}
