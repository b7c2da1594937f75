import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, Dialog, ErrorNote, TextField, Tick, useWorkspace } from '#kit'
import type { FreshKey, PermissionGroup } from './queries.ts'

const lifetimes = [
  { value: '', label: 'Until you revoke it' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
]

export interface NewKeyDialogProps {
  readonly groups: readonly PermissionGroup[]
  readonly close: () => void
  readonly made: (key: FreshKey) => void
}

/** Makes a key: its name, what it may do, and for how long. */
export function NewKeyDialog(props: NewKeyDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [chosen, setChosen] = createSignal<readonly string[]>(['tenant.read'])
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) => [...before.filter((id) => !ids.includes(id)), ...(isChosen ? ids : [])])
  const form = createForm(async (data) => {
    const days = Number(data.get('days'))
    const expiresAt = days === 0 ? null : new Date(Date.now() + days * 86_400_000).toISOString()
    const body = { name: String(data.get('name')), permissions: chosen(), expiresAt }
    const key = await workspace().api<FreshKey>('/api-keys', { method: 'POST', body })
    await queries.invalidateQueries({ queryKey: [workspace().slug, 'api-keys'] })
    props.close()
    props.made(key)
  })
  const wrongPermission = () =>
    form.wrong('permissions') ??
    chosen()
      .map((_, index) => form.wrong(`permissions/${index}`))
      .find(Boolean)
  return (
    <Dialog title="Make an API key" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name"
          name="name"
          autofocus
          placeholder="Our website"
          maxlength={100}
          autocomplete="off"
          hint="So that you know later what it is for."
          error={form.wrong('name')}
        />
        <Choice label="How long it works" name="days" value="" options={lifetimes} error={form.wrong('expiresAt')} />
        <h3 class="text-base font-medium">What it may do</h3>
        <Show when={wrongPermission()}>
          {(detail) => (
            <p role="alert" class="text-sm text-danger">
              {detail()}
            </p>
          )}
        </Show>
        <For each={props.groups}>{(group) => <Group group={group} chosen={chosen()} choose={choose} />}</For>
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Make the key
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface GroupProps {
  readonly group: PermissionGroup
  readonly chosen: readonly string[]
  readonly choose: (ids: readonly string[], isChosen: boolean) => void
}

function Group(props: GroupProps): JSX.Element {
  const ids = () => props.group.permissions.map(({ id }) => id)
  const hasAll = () => ids().every((id) => props.chosen.includes(id))
  return (
    <fieldset class="m-0 min-w-0 rounded-lg border border-line px-4 pb-2 pt-1">
      <legend class="px-1 font-medium">{props.group.title}</legend>
      <button
        type="button"
        class="focusable min-h-6 rounded text-sm text-accent underline"
        onClick={() => props.choose(ids(), !hasAll())}
      >
        {hasAll() ? 'Choose none' : 'Choose all'} <span class="sr-only">of {props.group.title}</span>
      </button>
      <For each={props.group.permissions}>
        {(permission) => (
          <Tick
            label={permission.title}
            name="permissions"
            value={permission.id}
            checked={props.chosen.includes(permission.id)}
            onChange={(isChosen) => props.choose([permission.id], isChosen)}
          />
        )}
      </For>
    </fieldset>
  )
}
