import { createSignal, type JSX, Show } from 'solid-js'
import { Choice, type Form, MoneyField, Switch, TextArea, TextField, useWorkspace } from '#kit'
import { ColourField } from '../fields/colour-field.tsx'
import { NeedsEditor } from './needs-editor.tsx'
import { Part } from './part.tsx'
import { type Draft, readDurations, type ServiceDraft } from './service-draft.ts'

export interface ServicePartProps {
  readonly draft: Draft
  readonly wrong: Form['wrong']
}

const places: readonly {
  readonly value: ServiceDraft['location']['kind']
  readonly label: string
  readonly ask: string
}[] = [
  { value: 'place', label: 'At your place', ask: 'Address' },
  { value: 'phone', label: 'By phone', ask: 'Number, or who calls' },
  { value: 'video', label: 'By video', ask: 'Link' },
  { value: 'customer', label: 'At the customer’s', ask: 'What to know' },
]

/** What every service has: a name, a length, a price, a place, and who does it. */
export function BasicParts(props: ServicePartProps): JSX.Element {
  const workspace = useWorkspace()
  const value = () => props.draft.draft()
  const { change } = props.draft
  const [typed, setTyped] = createSignal(value().durations.join(', '))
  const place = () => places.find((each) => each.value === value().location.kind)
  const currency = () => value().price?.currency ?? workspace().currency
  const isUnreadable = () => readDurations(typed()) === undefined
  return (
    <>
      <Part title="What it is">
        <TextField
          label="Name"
          placeholder="Haircut"
          maxlength={200}
          autocomplete="off"
          value={value().name}
          error={props.wrong('name')}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <TextArea
          label="What customers read about it"
          rows={3}
          value={value().description ?? ''}
          error={props.wrong('description')}
          onInput={(event) => change({ description: event.currentTarget.value || null })}
        />
        <div class="grid gap-4 sm:grid-cols-2">
          <TextField
            label="How many minutes it takes"
            hint="Several lengths to choose from: 30, 60, 90"
            inputmode="numeric"
            value={typed()}
            data-unreadable={isUnreadable() ? '' : undefined}
            error={isUnreadable() ? 'Write minutes, such as 45 or 30, 60' : errorOf(props.wrong, 'durations')}
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              const durations = readDurations(event.currentTarget.value)
              if (durations !== undefined) change({ durations })
            }}
          />
          <MoneyField
            label="Price"
            hint="Paid on site. Empty for none."
            currency={currency()}
            amount={value().price?.amount ?? null}
            error={props.wrong('price/amount') ?? props.wrong('price')}
            onChange={(amount) => change({ price: amount === null ? null : { amount, currency: currency() } })}
          />
          <Choice
            label="Where"
            class="min-h-10.5"
            options={places}
            value={value().location.kind}
            onChange={(event) =>
              change({
                location: { ...value().location, kind: event.currentTarget.value as ServiceDraft['location']['kind'] },
              })
            }
          />
          <TextField
            label={place()?.ask ?? 'Address'}
            maxlength={500}
            value={value().location.details ?? ''}
            error={props.wrong('location/details')}
            onInput={(event) =>
              change({ location: { ...value().location, details: event.currentTarget.value || null } })
            }
          />
        </div>
        <ColourField label="Colour in the calendar" value={value().colour} onChange={(colour) => change({ colour })} />
      </Part>
      <Part title="Who and what it takes" lead="People, rooms and equipment that have to be free at the same time.">
        <NeedsEditor needs={value().needs} wrong={props.wrong} onChange={(needs) => change({ needs })} />
        <p class="text-sm text-danger empty:hidden">{props.wrong('needs')}</p>
      </Part>
      <Part title="Who can book it">
        <Choice
          label="Where it is offered"
          class="min-h-10.5"
          options={[
            { value: 'public', label: 'On your booking page, to everybody' },
            { value: 'link', label: 'To whoever has its private link' },
            { value: 'internal', label: 'Nowhere: your team alone books it' },
          ]}
          value={value().visibility}
          onChange={(event) => change({ visibility: event.currentTarget.value as ServiceDraft['visibility'] })}
        />
        <Switch
          label="You confirm each booking"
          hint="It takes its time at once, and waits for your yes."
          checked={value().needsConfirmation}
          onChange={(needsConfirmation) => change({ needsConfirmation })}
        />
        <Switch
          label="Waiting list"
          hint="Who finds nothing free can wait. A time that becomes free is offered to them in turn."
          checked={value().waitingList}
          onChange={(waitingList) => change({ waitingList })}
        />
        <Show when={props.draft.isKnown}>
          <Switch
            label="Can be booked"
            hint="Switched off, it is paused. What is booked stays."
            checked={value().active}
            onChange={(active) => change({ active })}
          />
        </Show>
      </Part>
    </>
  )
}

/** What is wrong with a list or one of what is in it. */
export function errorOf(wrong: Form['wrong'], field: string): string | undefined {
  return wrong(field) ?? [0, 1, 2, 3, 4].map((place) => wrong(`${field}/${place}`)).find((each) => each !== undefined)
}
