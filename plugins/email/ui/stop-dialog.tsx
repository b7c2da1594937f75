import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { Button, Choice, createForm, Dialog, ErrorNote, notify, TextField, useWorkspace } from '#kit'
import { mailKey } from './queries.ts'

const scopes = [
  { value: 'everything', label: 'All mail' },
  { value: 'optional', label: 'Newsletters and notifications only' },
]

/** Stops mail to an address by hand, as when somebody asks for it on the phone. */
export function StopDialog(props: { readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const form = createForm(async (data) => {
    const body = {
      address: String(data.get('address')).trim(),
      scope: String(data.get('scope')),
      note: String(data.get('note')).trim(),
    }
    await workspace().api('/email/suppressions', { method: 'POST', body })
    await queries.invalidateQueries({ queryKey: [...mailKey(workspace().slug), 'suppressions'] })
    props.close()
    notify.done(`${body.address} is on the list`)
  })
  return (
    <Dialog title="Stop mail to an address" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} />
        <TextField
          label="Email address"
          name="address"
          type="email"
          autofocus
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxlength={254}
          error={form.wrong('address')}
        />
        <Choice
          label="What it no longer gets"
          name="scope"
          options={scopes}
          value="everything"
          error={form.wrong('scope')}
        />
        <TextField
          label="Note"
          name="note"
          maxlength={500}
          autocomplete="off"
          hint="For you and your colleagues, if you like."
          error={form.wrong('note')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Stop mail
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
