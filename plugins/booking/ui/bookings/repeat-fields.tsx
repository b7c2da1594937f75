import { createSignal, type JSX, Show } from 'solid-js'
import { Choice, type Form, TextField } from '#kit'

const choices = [
  { value: '', label: 'Once' },
  { value: 'day:1', label: 'Every day' },
  { value: 'week:1', label: 'Every week' },
  { value: 'week:2', label: 'Every second week' },
  { value: 'week:4', label: 'Every fourth week' },
  { value: 'month:1', label: 'Every month' },
]

/** Whether it comes again, and how often. */
export function RepeatFields(props: { readonly wrong: Form['wrong'] }): JSX.Element {
  const [every, setEvery] = createSignal('')
  return (
    <div class="grid gap-4 sm:grid-cols-2">
      <Choice
        label="How often"
        name="repeatEvery"
        class="min-h-10.5"
        options={choices}
        value={every()}
        error={props.wrong('repeat')}
        onChange={(event) => setEvery(event.currentTarget.value)}
      />
      <Show when={every() !== ''}>
        <TextField
          label="How many times in all"
          name="repeatCount"
          type="number"
          min={2}
          max={52}
          value={4}
          hint="Times that are taken are left out."
          error={props.wrong('repeat/count')}
        />
      </Show>
    </div>
  )
}

export function readRepeat(data: FormData) {
  const [every, interval] = String(data.get('repeatEvery') ?? '').split(':')
  if (every === undefined || every === '') return null
  return { every, interval: Number(interval), count: Number(data.get('repeatCount')), skipTaken: true }
}
