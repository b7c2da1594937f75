import { For, Index, type JSX, Show } from 'solid-js'
import { Button, LinkButton, Switch, TextField, useWorkspace } from '#kit'
import { WholeField } from '../fields/whole-field.tsx'
import { useResources } from '../queries.ts'
import type { Need, Resource } from '../types.ts'
import { kindWords } from '../words.ts'
import { needOf } from './service-draft.ts'

export interface NeedsEditorProps {
  readonly needs: readonly Need[]
  readonly onChange: (needs: Need[]) => void
  readonly wrong: (pointer: string) => string | undefined
}

/** Who and what a booking takes: a person, a person and a room, two of five and one of two. */
export function NeedsEditor(props: NeedsEditorProps): JSX.Element {
  const workspace = useWorkspace()
  const resources = useResources()
  const change = (place: number, part: Partial<Need>) =>
    props.onChange(props.needs.map((need, at) => (at === place ? { ...need, ...part } : need)))
  const free = () => {
    const taken = new Set(props.needs.flatMap((need) => need.resources.map(({ resourceId }) => resourceId)))
    return resources.all().find(({ id, active }) => active && !taken.has(id)) ?? resources.all()[0]
  }
  const add = () => {
    const first = free()
    if (first !== undefined) props.onChange([...props.needs, needOf([first.id])])
  }
  return (
    <div class="flex flex-col gap-4">
      <Show
        when={resources.all().length > 0}
        fallback={
          <div class="flex flex-col items-start gap-3">
            <p class="text-soft">
              There is nobody to choose yet. Add the people and rooms first; this service can wait.
            </p>
            <LinkButton icon="i-lucide-plus" href={workspace().path('/booking/team?new=person')}>
              Add somebody
            </LinkButton>
          </div>
        }
      >
        <Index each={props.needs}>
          {(need, place) => (
            <NeedFields
              need={need()}
              number={place + 1}
              isOnly={props.needs.length === 1}
              all={resources.all()}
              wrong={(field) => props.wrong(`needs/${place}/${field}`)}
              onChange={(part) => change(place, part)}
              onRemove={() => props.onChange(props.needs.filter((_, at) => at !== place))}
            />
          )}
        </Index>
        <div>
          <Button icon="i-lucide-plus" onClick={add}>
            {props.needs.length === 0 ? 'Choose who does it' : 'It takes something else as well'}
          </Button>
        </div>
      </Show>
    </div>
  )
}

interface NeedFieldsProps {
  readonly need: Need
  readonly number: number
  readonly isOnly: boolean
  readonly all: readonly Resource[]
  readonly wrong: (field: string) => string | undefined
  readonly onChange: (part: Partial<Need>) => void
  readonly onRemove: () => void
}

function NeedFields(props: NeedFieldsProps): JSX.Element {
  const weightOf = (id: string) => props.need.resources.find(({ resourceId }) => resourceId === id)?.weight
  const toggle = (id: string, isOn: boolean) => {
    const others = props.need.resources.filter(({ resourceId }) => resourceId !== id)
    props.onChange({ resources: isOn ? [...others, { resourceId: id, weight: 1 }] : others })
  }
  const weigh = (id: string, weight: number) =>
    props.onChange({
      resources: props.need.resources.map((each) => (each.resourceId === id ? { ...each, weight } : each)),
    })
  const many = () => props.need.resources.length > 1
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-4 rounded-lg border border-line p-4">
      <legend class="px-1 font-medium">{props.isOnly ? 'Who or what' : `Who or what, ${props.number}`}</legend>
      <ul class="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <For each={props.all}>
          {(resource) => (
            <li class="flex min-h-10 items-center justify-between gap-2">
              <label class="flex min-h-8 min-w-0 cursor-pointer items-center gap-3">
                <input
                  type="checkbox"
                  class="focusable h-5 w-5 shrink-0 accent-[var(--accent)]"
                  checked={weightOf(resource.id) !== undefined}
                  onChange={(event) => toggle(resource.id, event.currentTarget.checked)}
                />
                <span aria-hidden="true" class={`${kindWords[resource.kind].icon} text-soft`} />
                <span class="min-w-0 [overflow-wrap:anywhere]">{resource.name}</span>
              </label>
              <Show when={many() && weightOf(resource.id)}>
                {(weight) => (
                  <select
                    aria-label={`How often ${resource.name} is chosen`}
                    class="control min-h-9 w-30 py-1 text-sm"
                    onChange={(event) => weigh(resource.id, Number(event.currentTarget.value))}
                  >
                    <For each={[...new Set([1, 2, 3, 5, weight()])].sort((a, b) => a - b)}>
                      {(each) => (
                        <option value={each} selected={each === weight()}>
                          {each === 1 ? 'by turns' : `${each} × as often`}
                        </option>
                      )}
                    </For>
                  </select>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p class="text-sm text-danger empty:hidden">{props.wrong('resources')}</p>
      <div class="grid gap-4 sm:grid-cols-2">
        <Show when={many()}>
          <WholeField
            label="How many of them at once"
            min={1}
            max={props.need.resources.length}
            value={props.need.count}
            error={props.wrong('count')}
            onChange={(count) => props.onChange({ count: count ?? 1 })}
          />
        </Show>
        <TextField
          label="What customers read"
          placeholder="With"
          maxlength={100}
          value={props.need.title ?? ''}
          error={props.wrong('title')}
          onChange={(event) => props.onChange({ title: event.currentTarget.value.trim() || null })}
        />
      </div>
      <Show when={many()}>
        <Switch
          label="Customers choose"
          hint="Or they leave it open, and whoever's turn it is gets it."
          checked={props.need.customerChooses}
          onChange={(customerChooses) => props.onChange({ customerChooses })}
        />
      </Show>
      <Switch
        label="Counts every guest"
        hint="For a room with many places: takes as many of them as people come."
        checked={props.need.perGuest}
        onChange={(perGuest) => props.onChange({ perGuest })}
      />
      <div>
        <Button look="quiet" icon="i-lucide-trash-2" onClick={() => props.onRemove()}>
          Remove this
        </Button>
      </div>
    </fieldset>
  )
}
