import { type JSX, Show } from 'solid-js'
import { Button, focusTitle } from '#kit'
import type { Selection } from './selection.ts'

/** Brings the focus to the list when what had it is gone. */
export function focusList(): void {
  const box = () => document.getElementById('choose-all')
  setTimeout(() => (box() === null ? focusTitle() : box()?.focus()))
}

/** What can be done with the contacts that are chosen. */
export function SelectionBar(props: { readonly selection: Selection; readonly onDelete: () => void }): JSX.Element {
  const count = () => props.selection.chosen().length
  return (
    <>
      <p class="sr-only" role="status">
        {count() === 0 ? '' : `${count()} chosen`}
      </p>
      <Show when={count() > 0}>
        <section
          aria-label="Chosen contacts"
          class="card sticky bottom-4 z-10 flex flex-wrap items-center justify-between gap-2 px-4 py-2.5 shadow-lg"
        >
          <p class="font-medium">{count()} chosen</p>
          <div class="flex gap-2">
            <Button
              look="quiet"
              onClick={() => {
                props.selection.clear()
                focusList()
              }}
            >
              Choose none
            </Button>
            <Button look="danger" icon="i-lucide-trash-2" onClick={() => props.onDelete()}>
              Delete
            </Button>
          </div>
        </section>
      </Show>
    </>
  )
}
