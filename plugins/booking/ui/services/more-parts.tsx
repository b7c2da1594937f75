import { For, type JSX } from 'solid-js'
import { Choice, TextField, Tick } from '#kit'
import { AmountField } from '../fields/amount-field.tsx'
import { WholeField } from '../fields/whole-field.tsx'
import { durationWords } from '../words.ts'
import { errorOf, type ServicePartProps } from './basic-parts.tsx'
import { Part } from './part.tsx'
import { QuestionsEditor } from './questions-editor.tsx'
import type { ServiceDraft } from './service-draft.ts'
import { TimesPart } from './times-part.tsx'

const usualReminders = [60, 180, 1440, 2880, 10_080]

/** What only some services need; each part is closed until it is wanted. */
export function MoreParts(props: ServicePartProps): JSX.Element {
  return (
    <>
      <TimesPart {...props} />
      <GroupPart {...props} />
      <Part title="Questions" lead="What you want to know when somebody books." isRare>
        <QuestionsEditor
          questions={props.draft.draft().questions}
          wrong={props.wrong}
          onChange={(questions) => props.draft.change({ questions })}
        />
      </Part>
      <MessagesPart {...props} />
      <AddressPart {...props} />
    </>
  )
}

function GroupPart(props: ServicePartProps): JSX.Element {
  const value = () => props.draft.draft()
  const { change } = props.draft
  return (
    <Part title="Groups and classes" lead="Seats, guests, and the same every week." isRare>
      <div class="grid gap-4 sm:grid-cols-2">
        <WholeField
          label="Seats at the same time"
          hint="1 for an appointment, more for a class."
          min={1}
          max={1000}
          value={value().seats}
          error={props.wrong('seats')}
          onChange={(seats) => change({ seats: seats ?? 1 })}
        />
        <WholeField
          label="How often in a row a customer can book it"
          hint="12 for every week of a quarter."
          min={1}
          max={52}
          value={value().maxRepeats}
          error={props.wrong('maxRepeats')}
          onChange={(maxRepeats) => change({ maxRepeats: maxRepeats ?? 1 })}
        />
        <WholeField
          label="People in one booking, at least"
          min={1}
          value={value().party.min}
          error={props.wrong('party/min')}
          onChange={(min) => change({ party: { ...value().party, min: min ?? 1 } })}
        />
        <WholeField
          label="People in one booking, at most"
          min={1}
          value={value().party.max}
          error={props.wrong('party/max')}
          onChange={(max) => change({ party: { ...value().party, max: max ?? 1 } })}
        />
        <WholeField
          label="Guests an hour, at most"
          placeholder="No limit"
          min={1}
          value={value().guestsPerHour}
          error={props.wrong('guestsPerHour')}
          onChange={(guestsPerHour) => change({ guestsPerHour })}
        />
        <Choice
          label="The price is for"
          class="min-h-10.5"
          options={[
            { value: 'booking', label: 'The whole booking' },
            { value: 'guest', label: 'Each person' },
          ]}
          value={value().pricePer}
          onChange={(event) => change({ pricePer: event.currentTarget.value as ServiceDraft['pricePer'] })}
        />
      </div>
    </Part>
  )
}

function MessagesPart(props: ServicePartProps): JSX.Element {
  const value = () => props.draft.draft()
  const offered = () => [...new Set([...usualReminders, ...value().reminders])].toSorted((a, b) => a - b)
  const toggle = (minutes: number, isOn: boolean) => {
    const others = value().reminders.filter((each) => each !== minutes)
    props.draft.change({ reminders: isOn ? [...others, minutes].toSorted((a, b) => b - a) : others })
  }
  return (
    <Part title="Reminders" lead="Messages before and after." isRare>
      <fieldset class="m-0 min-w-0 p-0">
        <legend class="mb-1.5 p-0 font-medium">Remind the customer</legend>
        <div class="grid sm:grid-cols-2">
          <For each={offered()}>
            {(minutes) => (
              <Tick
                name="reminder"
                label={`${durationWords(minutes)} before`}
                checked={value().reminders.includes(minutes)}
                onChange={(isOn) => toggle(minutes, isOn)}
              />
            )}
          </For>
        </div>
        <p class="text-sm text-danger empty:hidden">{errorOf(props.wrong, 'reminders')}</p>
      </fieldset>
      <AmountField
        label="A last message after"
        hint="To say thanks. Empty sends none."
        canBeNone
        minutes={value().followUpMinutes}
        error={props.wrong('followUpMinutes')}
        onChange={(followUpMinutes) => props.draft.change({ followUpMinutes })}
      />
    </Part>
  )
}

function AddressPart(props: ServicePartProps): JSX.Element {
  return (
    <Part title="Address" lead="The last part of its page’s address." isRare>
      <TextField
        label="Address"
        hint="Small letters, digits and hyphens. Empty: made of the name. Links to the old address end when it changes."
        placeholder="haircut"
        maxlength={80}
        value={props.draft.draft().slug}
        error={props.wrong('slug')}
        onInput={(event) => props.draft.change({ slug: event.currentTarget.value.trim() })}
      />
    </Part>
  )
}
