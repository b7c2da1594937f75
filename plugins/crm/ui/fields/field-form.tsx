import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, ErrorNote, notify, TextArea, TextField, Tick, useWorkspace } from '#kit'
import type { CustomField, RecordNoun } from '../types.ts'
import { fieldTypes, recordWords } from './fields.ts'
import { FormulaEditor } from './formula-editor.tsx'

export interface FieldFormProps {
  /** The field to change; without it, one is added. */
  readonly field?: CustomField
  readonly fields: readonly CustomField[]
  readonly onDone: () => void
}

const nouns = Object.keys(recordWords) as RecordNoun[]

/** A field of the workspace's own: its name, what goes in it, and where it is. */
export function FieldForm(props: FieldFormProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  // What the form began with.
  const field = props.field
  const [type, setType] = createSignal<string>(field?.type ?? 'text')
  const [records, setRecords] = createSignal<readonly RecordNoun[]>(field?.records ?? ['contact', 'company'])
  const [formula, setFormula] = createSignal(field?.formula ?? '')
  const form = createForm(async (data, element) => {
    const lines = String(data.get('choices') ?? '').split('\n')
    const choices = [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))]
    const body = {
      key: String(data.get('key') ?? ''),
      records: records(),
      ...(type() === 'choice' ? { choices } : {}),
      ...(type() === 'formula' ? { formula: formula() } : {}),
    }
    const saved = await (field === undefined
      ? workspace().api<CustomField>('/crm/fields', { method: 'POST', body: { ...body, type: type() } })
      : workspace().api<CustomField>(`/crm/fields/${field.id}`, {
          method: 'PATCH',
          body,
          headers: { 'if-match': `"${field.version}"` },
        }))
    // A renamed field has moved its values, and a formula gives others: all records show it.
    await client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === workspace().slug && String(queryKey[1]).startsWith('crm'),
    })
    notify.done(field === undefined ? `The field ${saved.key} is there` : 'Saved')
    if (field === undefined) {
      element.reset()
      setType('text')
      setFormula('')
    }
    props.onDone()
  })
  const wrongFormula = () => form.wrong('formula')
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name of the field"
          name="key"
          maxlength={100}
          autocomplete="off"
          autofocus={field !== undefined}
          value={field?.key ?? ''}
          error={form.wrong('key')}
        />
        <Show
          when={field === undefined}
          fallback={
            <div class="flex flex-col gap-1.5">
              <p class="font-medium">What goes in it</p>
              <p class="min-h-10 py-2 text-soft">{fieldTypes.find(({ value }) => value === type())?.label}</p>
            </div>
          }
        >
          <Choice
            label="What goes in it"
            name="type"
            options={fieldTypes}
            value={type()}
            onChange={(event) => setType(event.currentTarget.value)}
            error={form.wrong('type')}
          />
        </Show>
      </div>
      <fieldset class="m-0 min-w-0 border-0 p-0">
        <legend class="mb-1 p-0 font-medium">Where it is</legend>
        <div class="flex flex-wrap gap-x-6">
          <For each={nouns}>
            {(noun) => (
              <Tick
                label={recordWords[noun]}
                name="records"
                value={noun}
                checked={records().includes(noun)}
                onChange={(isOn) =>
                  setRecords(nouns.filter((each) => (each === noun ? isOn : records().includes(each))))
                }
              />
            )}
          </For>
        </div>
        <Show when={form.wrong('records')}>{(wrong) => <p class="text-sm text-danger">{wrong()}</p>}</Show>
      </fieldset>
      <Show when={type() === 'choice'}>
        <TextArea
          label="What to choose from"
          hint="One on each line"
          name="choices"
          value={field?.choices.join('\n') ?? ''}
          error={form.wrong('choices') ?? form.wrong('choices/0')}
        />
      </Show>
      <Show when={type() === 'formula'}>
        <FormulaEditor
          value={formula()}
          onChange={setFormula}
          records={records()}
          fields={props.fields.filter(({ id }) => id !== field?.id)}
          error={wrongFormula()}
        />
      </Show>
      <div class="flex justify-end gap-2">
        <Show when={field !== undefined}>
          <Button onClick={() => props.onDone()}>Cancel</Button>
        </Show>
        <Button type="submit" look="primary" busy={form.busy()}>
          {field === undefined ? 'Add field' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
