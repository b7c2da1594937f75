import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, type CalendarView, Choice, createShortcut, DateField } from '#kit'
import { useResources, useServices } from '../queries.ts'
import { optionsOf } from '../words.ts'
import type { CalendarState } from './calendar-state.ts'

const looks: readonly { readonly view: CalendarView; readonly label: string; readonly key: string }[] = [
  { view: 'team', label: 'Team', key: 'e' },
  { view: 'day', label: 'Day', key: 'd' },
  { view: 'week', label: 'Week', key: 'w' },
  { view: 'month', label: 'Month', key: 'm' },
]

/** Which days, how, and of whom. */
export function Toolbar(props: { readonly state: CalendarState }): JSX.Element {
  const { state } = props
  const [resources, services] = [useResources(), useServices()]
  for (const { view, label, key } of looks)
    createShortcut(`v ${key}`, `Show the calendar by ${label.toLowerCase()}`, () => state.look(view))
  createShortcut('v t', 'Show today', () => state.go(state.today()))
  const [isOpen, setIsOpen] = createSignal(state.isFiltered())
  /** A narrow screen has the rarer ones behind a button. */
  const rare = () => (isOpen() ? '' : 'hidden sm:block')
  return (
    <div class="flex flex-wrap items-end gap-x-6 gap-y-3">
      <div class="flex flex-wrap items-center gap-2">
        <Button onClick={() => state.go(state.today())}>Today</Button>
        <div class="flex">
          <Step label="Before" icon="i-lucide-chevron-left" onClick={() => state.step(-1)} />
          <Step label="After" icon="i-lucide-chevron-right" onClick={() => state.step(1)} />
        </div>
        <div class="sm:hidden">
          <Button icon="i-lucide-sliders-horizontal" aria-expanded={isOpen()} onClick={() => setIsOpen(!isOpen())}>
            <span class="sr-only">Day and filters</span>
          </Button>
        </div>
        <div class={`w-40 [&_label]:sr-only ${rare()}`}>
          <DateField label="Go to a day" value={state.period().day} onChange={(day) => day !== null && state.go(day)} />
        </div>
      </div>
      <fieldset class="m-0 flex min-w-0 rounded-lg border border-line bg-card p-0.5">
        <legend class="sr-only">How to show it</legend>
        <For each={looks}>
          {({ view, label }) => (
            <button
              type="button"
              aria-pressed={state.period().view === view}
              class={`focusable min-h-9 rounded-md px-3 font-medium ${state.period().view === view ? 'bg-accent text-on-accent' : 'hover:bg-raised'}`}
              onClick={() => state.look(view)}
            >
              {label}
            </button>
          )}
        </For>
      </fieldset>
      <div class={`min-w-0 flex-1 basis-64 sm:max-w-md ${rare()}`}>
        <div class="grid grid-cols-2 gap-2 [&>div]:min-w-0 [&_label]:sr-only">
          <Choice
            label="Whose bookings"
            class="min-h-10.5"
            options={optionsOf(resources.all(), 'Everybody')}
            value={state.filter().resourceIds}
            onChange={(event) => state.change({ who: event.currentTarget.value })}
          />
          <Choice
            label="Which service"
            class="min-h-10.5"
            options={optionsOf(services.all(), 'All services')}
            value={state.filter().serviceId}
            onChange={(event) => state.change({ service: event.currentTarget.value })}
          />
        </div>
      </div>
      <Show when={state.isFiltered()}>
        <Button look="quiet" icon="i-lucide-x" onClick={() => state.change({ who: '', service: '' })}>
          Show all
        </Button>
      </Show>
    </div>
  )
}

function Step(props: { readonly label: string; readonly icon: string; readonly onClick: () => void }): JSX.Element {
  return (
    <button
      type="button"
      aria-label={props.label}
      class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
      onClick={() => props.onClick()}
    >
      <span aria-hidden="true" class={props.icon} />
    </button>
  )
}
