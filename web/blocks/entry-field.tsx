import { type JSX, Match, Switch } from 'solid-js'
import { Choice, DateField, DateTimeField, MoneyField, TextArea, TextField, Tick } from '#kit'
import { currencyOf, type Entry } from './entries.ts'
import { readField } from './read-field.ts'

export interface EntryFieldProps {
  readonly entry: Entry
  /** What the route answered, for a form that changes something. */
  readonly before: unknown
  readonly currency: string
  readonly error: string | undefined
}

/** The control of one entry, with what is there already. */
export function EntryField(props: EntryFieldProps): JSX.Element {
  const value = () => readField(props.before, props.entry.name)
  const text = () => (typeof value() === 'string' || typeof value() === 'number' ? String(value()) : '')
  // Each on its own: a field whose error changes keeps what stands in it.
  const named = {
    get label() {
      return props.entry.title
    },
    get name() {
      return props.entry.name
    },
    get hint() {
      return props.entry.hint
    },
    get error() {
      return props.error
    },
  }
  const required = () => props.entry.required
  return (
    <Switch fallback={<TextField {...named} required={required()} value={text()} autocomplete="off" />}>
      <Match when={props.entry.as === 'longText'}>
        <TextArea {...named} required={required()} value={text()} />
      </Match>
      <Match when={props.entry.as === 'number'}>
        <TextField {...named} type="number" step="any" required={required()} value={text()} />
      </Match>
      <Match when={props.entry.as === 'email'}>
        <TextField {...named} type="email" required={required()} value={text()} autocomplete="off" />
      </Match>
      <Match when={props.entry.as === 'money'}>
        <MoneyField
          {...named}
          currency={currencyOf(props.before, props.entry.name, props.currency)}
          amount={amountOf(value())}
        />
      </Match>
      <Match when={props.entry.as === 'date'}>
        <DateField {...named} required={required()} value={text().slice(0, 10)} />
      </Match>
      <Match when={props.entry.as === 'time'}>
        <DateTimeField {...named} required={required()} value={text()} />
      </Match>
      <Match when={props.entry.as === 'yesNo'}>
        <Tick {...named} checked={value() === true} />
      </Match>
      <Match when={props.entry.as === 'choice'}>
        <Choice {...named} required={required()} value={text()} options={optionsOf(props.entry, text())} />
      </Match>
    </Switch>
  )
}

function amountOf(value: unknown): number | null {
  const amount = readField(value, 'amount')
  return typeof amount === 'number' ? amount : null
}

/** A value that is there and not among the choices stays one: saving the form does not change it unasked. */
function optionsOf({ choices = [], required }: Entry, value: string) {
  const options = choices.map((choice) => ({ value: choice.value, label: choice.title }))
  const isKnown = value === '' || options.some((option) => option.value === value)
  return [
    ...(required && value !== '' ? [] : [{ value: '', label: 'Not chosen' }]),
    ...(isKnown ? [] : [{ value, label: value }]),
    ...options,
  ]
}
