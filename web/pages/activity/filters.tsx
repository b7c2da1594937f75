import { type JSX, Show } from 'solid-js'
import { Button, Choice, TextField } from '#kit'
import type { Member } from '../members/queries.ts'
import type { createFilter } from './queries.ts'
import { actionGroups } from './tell.ts'

export interface FiltersProps extends ReturnType<typeof createFilter> {
  readonly people: readonly Member[]
  readonly plugins: readonly { readonly id: string; readonly title: string }[]
}

/** What to look for in the record. */
export function Filters(props: FiltersProps): JSX.Element {
  const actions = () =>
    withCurrent(props.filter().action, [
      { value: '', label: 'Everything' },
      ...actionGroups,
      ...props.plugins.map(({ id, title }) => ({ value: `${id}.`, label: title })),
    ])
  const actors = () =>
    withCurrent(props.filter().actor, [
      { value: '', label: 'Everybody' },
      ...props.people.map(({ id, name }) => ({ value: `person:${id}`, label: name })),
    ])
  return (
    <search class="card grid items-start gap-4 p-4 sm:grid-cols-2 lg:grid-cols-4">
      <Choice
        label="What"
        value={props.filter().action}
        options={actions()}
        onChange={(event) => props.change({ action: event.currentTarget.value })}
      />
      <Choice
        label="Who"
        value={props.filter().actor}
        options={actors()}
        onChange={(event) => props.change({ actor: event.currentTarget.value })}
      />
      <TextField
        label="From"
        type="date"
        value={props.filter().from}
        max={props.filter().to}
        onChange={(event) => props.change({ from: event.currentTarget.value })}
      />
      <TextField
        label="Until"
        type="date"
        value={props.filter().to}
        min={props.filter().from}
        onChange={(event) => props.change({ to: event.currentTarget.value })}
      />
      <Show when={props.isOn()}>
        <Button
          look="quiet"
          icon="i-lucide-x"
          class="sm:col-span-2 sm:justify-self-start lg:col-span-4"
          onClick={() => props.clear()}
        >
          Show everything
        </Button>
      </Show>
    </search>
  )
}

/** What the address asks for may not be in the list: an action by its full name, somebody who has left. */
function withCurrent(value: string, options: readonly { readonly value: string; readonly label: string }[]) {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }]
}
