import { useQuery } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, formatDate, known, notify, Skeleton, useWorkspace } from '#kit'
import { useFields } from '../fields/fields.ts'
import { copyOf } from '../records/copy-of.ts'
import { useDesk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import { type Merging, titleOf, toValues } from './candidates.ts'
import { differencesOf, mergedFields, valuesToSend } from './merge-plan.ts'

interface Item {
  readonly id: string
  readonly createdAt: string
}

export interface MergeDialogProps<Each extends Item> {
  readonly merging: Merging<Each>
  /** Who is to become one; undefined while it is closed. */
  readonly ids: readonly string[] | undefined
  readonly onClose: () => void
  readonly onMerged: () => void
}

/** Makes one record of several: which stays, and which value wins where they differ. */
export function MergeDialog<Each extends Item>(props: MergeDialogProps<Each>): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'to-merge', props.merging.kind, ...(props.ids ?? [])],
    queryFn: () =>
      Promise.all((props.ids ?? []).map((id) => workspace().api<Each>(`/crm/${props.merging.kind}/${id}`))),
    enabled: props.ids !== undefined,
    gcTime: 0,
  }))
  return (
    <Dialog title="Make one of them" open={props.ids !== undefined} onClose={props.onClose}>
      <Switch fallback={<Skeleton rows={5} />}>
        <Match when={props.ids !== undefined && known(query)}>
          {(items) => <MergeForm {...props} items={copyOf(items())} />}
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
    </Dialog>
  )
}

function MergeForm<Each extends Item>(
  props: MergeDialogProps<Each> & { readonly items: readonly Each[] },
): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const fields = useFields(props.merging.kind === 'contacts' ? 'contact' : 'company')
  // What is merged stays what it was when the dialog opened.
  const { items, merging } = props
  const candidates = items.map(merging.candidateOf)
  const [keepId, setKeepId] = createSignal(items[0]?.id ?? '')
  const [chosen, setChosen] = createSignal<Readonly<Record<string, string>>>({})
  const written = createMemo(() => new Set(fields.written().map(({ key }) => key)))
  const isAsked = (field: string) => !field.startsWith('custom:') || written().has(field.slice('custom:'.length))
  const differences = createMemo(() => differencesOf(candidates).filter(({ field }) => isAsked(field)))
  const merged = createMemo(() => mergedFields(candidates, keepId(), chosen()))
  const form = createForm(async () => {
    const values = toValues(valuesToSend(candidates, keepId(), chosen()), written())
    const mergeIds = items.map(({ id }) => id).filter((id) => id !== keepId())
    const made = await workspace().api<Each>(`/crm/${merging.kind}/merge`, {
      method: 'POST',
      body: { keepId: keepId(), mergeIds, values },
    })
    notify.done(`${merging.nameOf(made)} is one now`)
    props.onMerged()
    await refreshRecords(desk(), ['contacts', 'companies', 'deals', 'tasks'])
  })
  const titleOfField = (field: string) => titleOf(field, merging.titles)
  return (
    <form class="flex flex-col gap-5" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <Show when={form.wrong('mergeIds')}>
        {(words) => (
          <p role="alert" class="text-danger">
            {words()}
          </p>
        )}
      </Show>
      <fieldset class="m-0 min-w-0 border-0 p-0">
        <legend class="mb-1 p-0 font-medium">Which one stays?</legend>
        <For each={items}>
          {(item, place) => (
            <Radio
              name="keep"
              autofocus={place() === 0}
              checked={keepId() === item.id}
              onChoose={() => setKeepId(item.id)}
              label={`${merging.nameOf(item)}, added ${formatDate(item.createdAt)}`}
            />
          )}
        </For>
        <p class="text-sm text-soft">Deals, tasks and notes of the others move over to it.</p>
      </fieldset>
      <For each={differences()}>
        {({ field, options }) => (
          <fieldset class="m-0 min-w-0 border-0 p-0">
            <legend class="mb-1 p-0 font-medium">{titleOfField(field)}</legend>
            <For each={options}>
              {(option) => (
                <Radio
                  name={`field-${field}`}
                  checked={merged()[field] === option.value}
                  onChoose={() => setChosen({ ...chosen(), [field]: option.id })}
                  label={merging.show(field, option.value, items)}
                />
              )}
            </For>
          </fieldset>
        )}
      </For>
      <section aria-labelledby="merged-preview" class="rounded-lg bg-raised p-4">
        <h3 id="merged-preview" class="mb-2 font-semibold">
          This is what stays
        </h3>
        <dl class="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-4 gap-y-1">
          <For each={Object.keys(merged())}>
            {(field) => <Line title={titleOfField(field)} words={merging.show(field, merged()[field] ?? '', items)} />}
          </For>
          <For each={merging.joined(items)}>
            {([title, words]) => (
              <Show when={words}>
                <Line title={title} words={words} />
              </Show>
            )}
          </For>
        </dl>
      </section>
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Make one of {items.length}
        </Button>
      </div>
    </form>
  )
}

function Radio(props: {
  readonly name: string
  readonly label: string
  readonly checked: boolean
  readonly autofocus?: boolean
  readonly onChoose: () => void
}): JSX.Element {
  return (
    <label class="flex min-h-9 cursor-pointer items-start gap-3 py-1.5">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        autofocus={props.autofocus === true}
        class="focusable mt-0.5 h-5 w-5 shrink-0 accent-accent"
        onChange={() => props.onChoose()}
      />
      <span class="min-w-0 whitespace-pre-line [overflow-wrap:anywhere]">{props.label}</span>
    </label>
  )
}

function Line(props: { readonly title: string; readonly words: string }): JSX.Element {
  return (
    <>
      <dt class="text-soft [overflow-wrap:anywhere]">{props.title}</dt>
      <dd class="m-0 whitespace-pre-line [overflow-wrap:anywhere]">{props.words}</dd>
    </>
  )
}
