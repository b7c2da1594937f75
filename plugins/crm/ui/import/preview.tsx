import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, focusTitle, useWorkspace } from '#kit'
import { useFields } from '../fields/fields.ts'
import type { Import, ImportPreview } from '../types.ts'
import { type ColumnChoice, Columns } from './columns.tsx'
import { importKey, importsKey, previewKey } from './import-cache.ts'
import { count, duplicateChoices, sourceWords } from './import-words.ts'
import { DuplicateRows, FirstContacts, ProblemRows } from './preview-rows.tsx'

export interface PreviewProps {
  readonly import: Import
  readonly onCancelled: () => void
}

/** The second step: what the file is, where each column goes, and what becomes of the rows. */
export function Preview(props: PreviewProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const fields = useFields()
  const rows = client.getQueryData<ImportPreview['preview']>(previewKey(workspace().slug, props.import.id))
  const [choices, setChoices] = createSignal<readonly ColumnChoice[]>(
    props.import.columns.map(({ target }) => ({ target })),
  )
  const [isChanged, setIsChanged] = createSignal(false)
  const [duplicates, setDuplicates] = createSignal<Import['duplicates']>('skip')
  const key = () => importKey(workspace().slug, props.import.id)
  const start = useMutation(() => ({
    mutationFn: () =>
      workspace().api<Import>(`/crm/imports/${props.import.id}/start`, {
        method: 'POST',
        body: { columns: choices(), duplicates: duplicates() },
      }),
    onSuccess: (running) => {
      client.setQueryData(key(), running)
      focusTitle()
      window.scrollTo({ top: 0 })
    },
    onError: () => client.invalidateQueries({ queryKey: key() }),
  }))
  const cancel = useMutation(() => ({
    mutationFn: () => workspace().api(`/crm/imports/${props.import.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: importsKey(workspace().slug) })
      props.onCancelled()
    },
  }))
  const change = (index: number, choice: ColumnChoice) => {
    setChoices(choices().map((each, at) => (at === index ? choice : each)))
    setIsChanged(true)
  }
  const isPointless = () => choices().every(({ target }) => target === 'ignore')
  return (
    <div class="flex flex-col gap-8">
      <p class="text-lg">
        {sourceWords[props.import.source]} It has {count(props.import.rows, 'row')} and{' '}
        {count(props.import.columns.length, 'column')}.
      </p>
      <Show when={rows === undefined}>
        <p class="rounded-lg bg-warn-soft px-4 py-3 text-warn">
          The first rows are shown only right after a file is chosen. You can start the import here, or choose the file
          again to see them.
        </p>
      </Show>
      <section aria-labelledby="columns" class="flex flex-col gap-3">
        <h2 id="columns" class="text-lg font-semibold">
          Where each column goes
        </h2>
        <Columns columns={props.import.columns} choices={choices()} fields={fields.all()} onChange={change} />
      </section>
      <Show when={rows}>
        {(shown) => (
          <>
            <FirstContacts contacts={shown().contacts} isOld={isChanged()} />
            <ProblemRows problems={shown().problems} />
            <DuplicateRows duplicates={shown().duplicates} />
          </>
        )}
      </Show>
      <fieldset class="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
        <legend class="mb-3 p-0 text-lg font-semibold">When somebody is there already</legend>
        <p class="text-soft">Somebody counts as there already when an email address or a phone number is the same.</p>
        <For each={duplicateChoices}>
          {(choice) => (
            <label class="card flex cursor-pointer items-start gap-3 p-4 has-[:checked]:border-accent">
              <input
                type="radio"
                name="duplicates"
                value={choice.value}
                class="focusable mt-0.5 h-5 w-5 shrink-0 accent-accent"
                checked={duplicates() === choice.value}
                onChange={() => setDuplicates(choice.value)}
              />
              <span>
                <span class="block font-medium">{choice.label}</span>
                <span class="block text-soft">{choice.hint}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <ErrorNote error={start.error ?? cancel.error} />
      <div class="sticky bottom-0 z-10 flex flex-wrap justify-end gap-2 border-t border-line bg-page py-3">
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Choose another file
        </Button>
        <Button look="primary" busy={start.isPending} disabled={isPointless()} onClick={() => start.mutate()}>
          Import {count(props.import.rows, 'row')}
        </Button>
      </div>
    </div>
  )
}
