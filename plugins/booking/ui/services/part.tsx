import { createUniqueId, type JSX, Show } from 'solid-js'

export interface PartProps {
  readonly title: string
  readonly lead?: string
  /** Closed at first: what most never need. */
  readonly isRare?: boolean
  readonly children: JSX.Element
}

/** A part of a long form. */
export function Part(props: PartProps): JSX.Element {
  const id = createUniqueId()
  const head = () => (
    <>
      <span class="text-lg font-semibold">{props.title}</span>
      <Show when={props.lead}>{(lead) => <span class="block text-soft">{lead()}</span>}</Show>
    </>
  )
  return (
    <Show
      when={props.isRare === true}
      fallback={
        <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby={id}>
          <h2 id={id} class="text-base font-normal">
            {head()}
          </h2>
          {props.children}
        </section>
      }
    >
      <details class="card min-w-0">
        <summary class="focusable flex min-h-12 cursor-pointer items-center justify-between gap-4 rounded-xl p-4 sm:px-6">
          <h2 class="text-base font-normal">{head()}</h2>
          <span aria-hidden="true" class="i-lucide-chevron-down text-soft" />
        </summary>
        <div class="flex min-w-0 flex-col gap-4 px-4 pb-4 sm:px-6 sm:pb-6">{props.children}</div>
      </details>
    </Show>
  )
}
