import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Confirm, changeAhead, Dialog, ErrorNote, notify, Skeleton, useWorkspace } from '#kit'
import type { CustomField } from '../types.ts'
import { AddField } from './add-field.tsx'
import { fieldsKey, fieldTypes, useFields } from './fields.ts'

/** The workspace's own fields: those that are there, and a new one. */
export function FieldsDialog(props: { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Own fields" open={props.open} onClose={props.onClose}>
      <FieldsManager />
    </Dialog>
  )
}

function FieldsManager(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const fields = useFields()
  const [doomed, setDoomed] = createSignal<CustomField>()
  let list: HTMLDivElement | undefined
  const remove = async (field: CustomField) => {
    await changeAhead<{ readonly data: readonly CustomField[] }>(client, {
      queryKey: fieldsKey(workspace().slug),
      change: ({ data }) => ({ data: data.filter(({ id }) => id !== field.id) }),
      send: () => workspace().api(`/crm/fields/${field.id}`, { method: 'DELETE' }),
    })
    notify.done(`The field ${field.key} is gone`)
  }
  return (
    <div class="flex flex-col gap-5">
      <p class="text-soft">
        Keep what matters to your business with every contact and company: a hair colour, a membership number, a shoe
        size.
      </p>
      <div ref={list} tabindex="-1" class="outline-none">
        <ErrorNote error={fields.error()} retry={fields.retry} />
        <Show when={!fields.isLoading()} fallback={<Skeleton rows={3} />}>
          <Show when={fields.all().length > 0} fallback={<p class="text-soft">There are no own fields yet.</p>}>
            <ul class="divide-y divide-line" aria-label="Own fields">
              <For each={fields.all()}>
                {(field) => (
                  <li class="flex items-center gap-3 py-2">
                    <div class="min-w-0 flex-1">
                      <p class="font-medium [overflow-wrap:anywhere]">{field.key}</p>
                      <p class="text-sm text-soft [overflow-wrap:anywhere]">{describe(field)}</p>
                    </div>
                    <button
                      type="button"
                      class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
                      aria-label={`Remove the field ${field.key}`}
                      onClick={() => setDoomed(field)}
                    >
                      <span aria-hidden="true" class="i-lucide-trash-2" />
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Show>
      </div>
      <AddField />
      <Confirm
        title={`Remove the field ${doomed()?.key ?? ''}?`}
        action="Remove"
        open={doomed() !== undefined}
        onClose={() => {
          setDoomed(undefined)
          setTimeout(() => list?.focus())
        }}
        onConfirm={async () => {
          const field = doomed()
          if (field !== undefined) await remove(field)
        }}
      >
        It is no longer shown on the contacts. What was written in it is kept: add a field with the same name and it is
        there again.
      </Confirm>
    </div>
  )
}

function describe({ type, choices }: CustomField): string {
  const label = fieldTypes.find(({ value }) => value === type)?.label ?? type
  return type === 'choice' ? `${label}: ${choices.join(', ')}` : label
}
