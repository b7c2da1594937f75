import { For, type JSX, Show } from 'solid-js'
import { Tick } from '#kit'
import { AmountField } from '../fields/amount-field.tsx'
import { WholeField } from '../fields/whole-field.tsx'
import { useCalendars, useResources } from '../queries.ts'
import type { ServicePartProps } from './basic-parts.tsx'
import { Part } from './part.tsx'
import type { ServiceDraft } from './service-draft.ts'

/** When it can be booked, and how often. */
export function TimesPart(props: ServicePartProps): JSX.Element {
  const value = () => props.draft.draft()
  const { change } = props.draft
  const minutes = (
    name: 'bufferBeforeMinutes' | 'bufferAfterMinutes' | 'minNoticeMinutes' | 'changeNoticeMinutes',
  ) => ({
    get minutes() {
      return value()[name]
    },
    get error() {
      return props.wrong(name)
    },
    onChange: (next: number | null) => change({ [name]: next ?? 0 }),
  })
  const limit = (name: keyof ServiceDraft['limits']) => ({
    placeholder: 'No limit',
    min: 1,
    get value() {
      return value().limits[name]
    },
    get error() {
      return props.wrong(`limits/${name}`)
    },
    onChange: (next: number | null) => change({ limits: { ...value().limits, [name]: next } }),
  })
  return (
    <Part title="Times" lead="Pauses, notice, how far ahead, and how many." isRare>
      <div class="grid gap-4 sm:grid-cols-2">
        <AmountField label="Free before it" {...minutes('bufferBeforeMinutes')} />
        <AmountField label="Free after it" {...minutes('bufferAfterMinutes')} />
        <AmountField label="Booked at the latest before" {...minutes('minNoticeMinutes')} />
        <AmountField
          label="Moved or cancelled at the latest before"
          hint="By the customer. You can always."
          {...minutes('changeNoticeMinutes')}
        />
        <WholeField
          label="How many days ahead"
          min={1}
          max={730}
          value={value().windowDays}
          error={props.wrong('windowDays')}
          onChange={(windowDays) => change({ windowDays: windowDays ?? 60 })}
        />
        <AmountField
          label="A beginning every"
          hint="Empty: as often as it is long."
          canBeNone
          minutes={value().slotMinutes}
          error={props.wrong('slotMinutes')}
          onChange={(slotMinutes) => change({ slotMinutes: slotMinutes === 0 ? null : slotMinutes })}
        />
      </div>
      <div class="grid gap-4 sm:grid-cols-3">
        <WholeField label="At most a day" {...limit('perDay')} />
        <WholeField label="At most a week" {...limit('perWeek')} />
        <WholeField label="At most a month" {...limit('perMonth')} />
      </div>
      <CalendarsChoice {...props} />
    </Part>
  )
}

/** Calendars elsewhere that block it, where there are some. */
function CalendarsChoice(props: ServicePartProps): JSX.Element {
  const [calendars, resources] = [useCalendars(), useResources()]
  const chosen = () => props.draft.draft().calendarIds
  const toggle = (id: string, isOn: boolean) => {
    const all = chosen() ?? calendars.all().map((each) => each.id)
    const next = isOn ? [...new Set([...all, id])] : all.filter((each) => each !== id)
    props.draft.change({ calendarIds: next.length === calendars.all().length ? null : next })
  }
  return (
    <Show when={calendars.all().length > 0}>
      <fieldset class="m-0 min-w-0 p-0">
        <legend class="mb-1.5 p-0 font-medium">Calendars elsewhere that block it</legend>
        <For each={calendars.all()}>
          {({ id, name, resourceId }) => (
            <Tick
              name="calendar"
              label={`${name}, of ${resources.find(resourceId)?.name ?? 'somebody'}`}
              checked={chosen()?.includes(id) ?? true}
              onChange={(isOn) => toggle(id, isOn)}
            />
          )}
        </For>
      </fieldset>
    </Show>
  )
}
