import { For, type JSX, Match, Switch } from 'solid-js'
import { Choice, TextField } from '#kit'
import type { CustomField } from '../types.ts'

export interface CustomInputsProps {
  readonly fields: readonly CustomField[]
  /** What stands in each, as text; '' for nothing. */
  readonly values: Readonly<Record<string, string>>
  readonly onChange: (key: string, value: string) => void
  readonly wrong: (key: string) => string | undefined
  readonly hint?: (key: string) => string | undefined
}

/** An input for each field of the workspace's own, by its type. */
export function CustomInputs(props: CustomInputsProps): JSX.Element {
  return <For each={props.fields}>{(field) => <CustomInput {...props} field={field} />}</For>
}

function CustomInput(props: CustomInputsProps & { readonly field: CustomField }): JSX.Element {
  const value = () => props.values[props.field.key] ?? ''
  const shared = {
    get label() {
      return props.field.key
    },
    get hint() {
      return props.hint?.(props.field.key)
    },
    get error() {
      return props.wrong(props.field.key)
    },
    get value() {
      return value()
    },
  }
  const set = (event: { readonly currentTarget: { readonly value: string } }) =>
    props.onChange(props.field.key, event.currentTarget.value)
  const choices = () => {
    const known = props.field.choices.map((choice) => ({ value: choice, label: choice }))
    const isKnown = value() === '' || props.field.choices.includes(value())
    return [{ value: '', label: '–' }, ...known, ...(isKnown ? [] : [{ value: value(), label: value() }])]
  }
  return (
    <Switch fallback={<TextField {...shared} onInput={set} autocomplete="off" />}>
      <Match when={props.field.type === 'number'}>
        <TextField {...shared} onInput={set} inputmode="decimal" autocomplete="off" />
      </Match>
      <Match when={props.field.type === 'date'}>
        <TextField {...shared} onInput={set} type="date" />
      </Match>
      <Match when={props.field.type === 'boolean'}>
        <Choice {...shared} onChange={set} options={yesOrNo} />
      </Match>
      <Match when={props.field.type === 'choice'}>
        <Choice {...shared} onChange={set} options={choices()} />
      </Match>
    </Switch>
  )
}

const yesOrNo = [
  { value: '', label: '–' },
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]
