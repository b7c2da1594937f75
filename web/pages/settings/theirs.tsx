import { type JSX, Show } from 'solid-js'
import { Button } from '#kit'
import type { Access } from '../access.ts'
import type { TenantForm } from './tenant-form.ts'

/** Says that somebody else was faster, and with what; one's own words stay until one takes theirs. */
export function Theirs(props: { readonly form: TenantForm; readonly tell: (theirs: Access) => string }): JSX.Element {
  return (
    <div aria-live="polite">
      <Show when={props.form.theirs()}>
        {(theirs) => (
          <div class="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-warn-soft px-4 py-3 text-warn">
            <p class="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
              Somebody else has just saved: {props.tell(theirs())}. Save to put yours in its place.
            </p>
            <Button onClick={() => props.form.takeTheirs()}>Take theirs</Button>
          </div>
        )}
      </Show>
    </div>
  )
}
