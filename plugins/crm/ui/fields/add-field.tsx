import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, ErrorNote, notify, TextArea, TextField, useWorkspace } from '#kit'
import type { CustomField } from '../types.ts'
import { fieldsKey, fieldTypes } from './fields.ts'

/** A new field of the workspace's own. */
export function AddField(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [type, setType] = createSignal('text')
  const form = createForm(async (data, element) => {
    const choices = String(data.get('choices') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    const body = { key: String(data.get('key') ?? ''), type: type(), choices: [...new Set(choices)] }
    const field = await workspace().api<CustomField>('/crm/fields', { method: 'POST', body })
    await client.invalidateQueries({ queryKey: fieldsKey(workspace().slug) })
    notify.done(`The field ${field.key} is there`)
    element.reset()
    setType('text')
    element.querySelector('input')?.focus()
  })
  return (
    <form class="flex flex-col gap-4 border-t border-line pt-4" onSubmit={form.onSubmit}>
      <h3 class="font-semibold">Add a field</h3>
      <ErrorNote error={form.error()} />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField label="Name of the field" name="key" maxlength={100} autocomplete="off" error={form.wrong('key')} />
        <Choice
          label="What goes in it"
          name="type"
          options={fieldTypes}
          value={type()}
          onChange={(event) => setType(event.currentTarget.value)}
          error={form.wrong('type')}
        />
      </div>
      <Show when={type() === 'choice'}>
        <TextArea
          label="What to choose from"
          hint="One on each line"
          name="choices"
          error={form.wrong('choices') ?? form.wrong('choices/0')}
        />
      </Show>
      <div class="flex justify-end">
        <Button type="submit" look="primary" busy={form.busy()}>
          Add field
        </Button>
      </div>
    </form>
  )
}
