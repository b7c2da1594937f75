import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Confirm, changeAhead, createPanel, Dialog, ErrorNote, notify, Skeleton, useWorkspace } from '#kit'
import type { CustomField } from '../types.ts'
import { FieldForm } from './field-form.tsx'
import { fieldsKey, fieldTypes, recordWords, useFields } from './fields.ts'

/** The workspace's own fields: those that are there, one of them to change, and a new one. */
export function FieldsDialog(props: { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  const panel = createPanel('field')
  const close = () => {
    if (panel.value() !== undefined) panel.close()
    props.onClose()
  }
  return (
    <Dialog title={panel.value() === undefined ? 'Own fields' : 'Change the field'} open={props.open} onClose={close}>
      <Show when={props.open}>
        <FieldsManager editing={panel.value()} onEdit={panel.open} onBack={panel.close} />
      </Show>
    </Dialog>
  )
}

function FieldsManager(props: {
  readonly editing: string | undefined
  readonly onEdit: (id: string) => void
  readonly onBack: () => void
}): JSX.Element {
  const fields = useFields()
  const edited = () => fields.all().find(({ id }) => id === props.editing)
  let root: HTMLDivElement | undefined
  const back = () => {
    const id = props.editing
    props.onBack()
    setTimeout(() => root?.querySelector<HTMLElement>(`[data-field="${id}"] button`)?.focus())
  }
  return (
    <div ref={root}>
      <ErrorNote error={fields.error()} retry={fields.retry} />
      <Show when={!fields.isLoading()} fallback={<Skeleton rows={3} />}>
        <Show
          when={edited()}
          fallback={
            <div class="flex flex-col gap-5">
              <FieldList fields={fields.all()} onEdit={props.onEdit} />
              <section class="flex flex-col gap-4 border-t border-line pt-4" aria-labelledby="add-field">
                <h3 id="add-field" class="font-semibold">
                  Add a field
                </h3>
                <FieldForm fields={fields.all()} onDone={() => root?.querySelector('input')?.focus()} />
              </section>
            </div>
          }
        >
          {(field) => <FieldForm field={unproxied(field())} fields={fields.all()} onDone={back} />}
        </Show>
      </Show>
    </div>
  )
}

/** A plain copy of what the cache holds. */
function unproxied(field: CustomField): CustomField {
  return { ...field, choices: [...field.choices], records: [...field.records] }
}

function FieldList(props: {
  readonly fields: readonly CustomField[]
  readonly onEdit: (id: string) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
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
    <div ref={list} tabindex="-1" class="flex flex-col gap-3 outline-none">
      <p class="text-soft">
        Keep what matters to your business: a hair colour, a membership number, a shoe size, or what you work out of
        others.
      </p>
      <Show when={props.fields.length > 0} fallback={<p class="text-soft">There are no own fields yet.</p>}>
        <ul class="divide-y divide-line" aria-label="Own fields">
          <For each={props.fields}>
            {(field) => (
              <li data-field={field.id} class="flex items-center gap-1 py-2">
                <div class="min-w-0 flex-1">
                  <p class="font-medium [overflow-wrap:anywhere]">{field.key}</p>
                  <p class="text-sm text-soft [overflow-wrap:anywhere]">{describe(field)}</p>
                </div>
                <button
                  type="button"
                  class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
                  aria-label={`Change the field ${field.key}`}
                  onClick={() => props.onEdit(field.id)}
                >
                  <span aria-hidden="true" class="i-lucide-pencil" />
                </button>
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
        It is no longer shown. What was written in it is kept: add a field with the same name and it is there again.
      </Confirm>
    </div>
  )
}

function describe({ type, choices, formula, records }: CustomField): string {
  const label = fieldTypes.find(({ value }) => value === type)?.label ?? type
  const more = type === 'choice' ? `: ${choices.join(', ')}` : type === 'formula' ? `: ${formula}` : ''
  return `${records.map((noun) => recordWords[noun]).join(', ')}. ${label}${more}`
}
