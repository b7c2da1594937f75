import type { JSX } from 'solid-js'
import { Button, createForm, ErrorNote, TextArea, useWorkspace } from '#kit'
import { type About, linkOf } from '../about.ts'
import { useDesk } from '../records/desk.ts'
import type { NoteItem } from '../types.ts'
import { changeNote } from './change-note.ts'

/** A note to write; the cursor stays for the next. */
export function NewNote(props: { readonly about: About; readonly onAdded: () => Promise<unknown> }): JSX.Element {
  const workspace = useWorkspace()
  const form = createForm(async (data, element) => {
    const body = String(data.get('body') ?? '').trim()
    if (body === '') return element.querySelector('textarea')?.focus()
    await workspace().api('/crm/notes', { method: 'POST', body: { body, [linkOf(props.about)]: props.about.id } })
    element.reset()
    element.querySelector('textarea')?.focus()
    await props.onAdded()
  })
  return (
    <form class="flex flex-col gap-2" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextArea label="New note" name="body" rows={3} maxlength={20_000} error={form.wrong('body')} />
      <div class="flex justify-end">
        <Button type="submit" icon="i-lucide-plus" busy={form.busy()}>
          Add note
        </Button>
      </div>
    </form>
  )
}

/** A note to change. */
export function EditNote(props: { readonly note: NoteItem; readonly onDone: () => void }): JSX.Element {
  const desk = useDesk()
  // What the form began with.
  const note = props.note
  const form = createForm(async (data) => {
    await changeNote(desk(), note, { body: String(data.get('body') ?? '').trim() })
    props.onDone()
  })
  return (
    <form class="flex flex-col gap-3" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextArea
        label="Change the note"
        name="body"
        rows={5}
        maxlength={20_000}
        value={note.body}
        error={form.wrong('body')}
        ref={(area) => setTimeout(() => area.focus())}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
    </form>
  )
}
