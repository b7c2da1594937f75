import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { Loaded, Tick } from '#kit'
import { useEventTypes } from './queries.ts'
import { type EventGroup, groupEvents, sayAction } from './say-events.ts'

export interface EventChooserProps {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
  readonly error?: string | undefined
}

/** What a webhook tells: everything, all about some things, or single kinds of events. */
export function EventChooser(props: EventChooserProps): JSX.Element {
  const types = useEventTypes()
  const id = createUniqueId()
  const isAll = () => props.chosen.includes('*')
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-1 p-0" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="mb-1 p-0 font-medium">What it is told</legend>
      <Way name={id} label="Everything that happens" checked={isAll()} onChange={() => props.onChange(['*'])} />
      <Way name={id} label="Only what I choose" checked={!isAll()} onChange={() => props.onChange([])} />
      <Show when={!isAll()}>
        <Loaded query={types} rows={3}>
          {(found) => (
            <div class="flex flex-col gap-2 pt-1">
              <For each={groupEvents(found())}>
                {(group) => <Group group={group} chosen={props.chosen} onChange={props.onChange} />}
              </For>
            </div>
          )}
        </Loaded>
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p id={`${id}-error`} role="alert" class="text-sm text-danger">
            {error()}
          </p>
        )}
      </Show>
    </fieldset>
  )
}

interface WayProps {
  readonly name: string
  readonly label: string
  readonly checked: boolean
  readonly onChange: () => void
}

function Way(props: WayProps): JSX.Element {
  return (
    <label class="flex min-h-8 cursor-pointer items-center gap-3 py-1">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        class="focusable h-6 w-6 shrink-0 rounded-full accent-[var(--accent)]"
        onChange={() => props.onChange()}
      />
      {props.label}
    </label>
  )
}

interface GroupProps {
  readonly group: EventGroup
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function Group(props: GroupProps): JSX.Element {
  const actions = () => props.group.types.map(({ action }) => action)
  const hasAll = () => props.chosen.includes(props.group.pattern)
  const count = () => (hasAll() ? actions().length : actions().filter((action) => props.chosen.includes(action)).length)
  const others = () => props.chosen.filter((each) => each !== props.group.pattern && !actions().includes(each))
  const own = () => (hasAll() ? actions() : props.chosen.filter((each) => actions().includes(each)))
  const chooseAll = (isChosen: boolean) => props.onChange([...others(), ...(isChosen ? [props.group.pattern] : [])])
  const choose = (action: string, isChosen: boolean) =>
    props.onChange([...others(), ...own().filter((each) => each !== action), ...(isChosen ? [action] : [])])
  return (
    <details class="rounded-lg border border-line px-4 py-1">
      <summary class="focusable min-h-8 cursor-pointer rounded py-1">
        {props.group.title}{' '}
        <span class="text-sm text-soft">
          {count()} of {actions().length} chosen
        </span>
      </summary>
      <Tick label="All of these, and new ones when they come" name="all" checked={hasAll()} onChange={chooseAll} />
      <For each={props.group.types}>
        {(type) => (
          <Tick
            label={sayAction(type.action)}
            name="event"
            value={type.action}
            checked={hasAll() || props.chosen.includes(type.action)}
            onChange={(isChosen) => choose(type.action, isChosen)}
          />
        )}
      </For>
    </details>
  )
}
