import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Choice, TextArea, TextField } from '../field.tsx'
import { Note } from '../note.tsx'
import { Tick } from '../tick.tsx'
import { asValues } from './collect.ts'
import { readSchema, type Setting } from './read-schema.ts'

const inputTypes: Readonly<Record<string, string>> = { email: 'email', uri: 'url', date: 'date', time: 'time' }

export interface SettingFieldProps {
  readonly setting: Setting
  readonly stored: unknown
  readonly wrong: (pointer: string) => string | undefined
}

/** The control of one setting, with what its schema says of it. */
export function SettingField(props: SettingFieldProps): JSX.Element {
  const setting = () => props.setting
  const value = () => props.stored ?? setting().schema.default
  const text = () => (value() === undefined || value() === null ? '' : String(value()))
  const named = () => ({
    label: setting().label,
    name: setting().pointer,
    hint: setting().hint,
    error: props.wrong(setting().pointer),
  })
  return (
    <Switch fallback={<Note>{setting().label} is set up by a program, over the API.</Note>}>
      <Match when={setting().kind === 'text'}>
        <TextField {...named()} type={inputTypes[setting().schema.format ?? ''] ?? 'text'} value={text()} />
      </Match>
      <Match when={setting().kind === 'number'}>
        <TextField
          {...named()}
          type="number"
          step={setting().schema.type === 'integer' ? '1' : 'any'}
          min={setting().schema.minimum}
          max={setting().schema.maximum}
          value={text()}
        />
      </Match>
      <Match when={setting().kind === 'long'}>
        <TextArea {...named()} value={text()} />
      </Match>
      <Match when={setting().kind === 'tick'}>
        <Tick {...named()} checked={value() === true} />
      </Match>
      <Match when={setting().kind === 'choice'}>
        <Choice {...named()} value={text()} options={choicesOf(setting())} />
      </Match>
      <Match when={setting().kind === 'choices'}>
        <Choices {...props} chosen={listOf(value())} />
      </Match>
      <Match when={setting().kind === 'lines'}>
        <TextArea {...named()} error={firstWrong(props, listOf(value()).length)} value={listOf(value()).join('\n')} />
      </Match>
      <Match when={setting().kind === 'group'}>
        <fieldset class="m-0 flex min-w-0 flex-col gap-4 rounded-lg border border-line p-4">
          <legend class="px-1 font-medium">{setting().label}</legend>
          <Show when={setting().hint}>{(hint) => <p class="text-sm text-soft">{hint()}</p>}</Show>
          <For each={readSchema(setting().schema, setting().pointer)}>
            {(inner) => <SettingField setting={inner} stored={asValues(value())[inner.key]} wrong={props.wrong} />}
          </For>
        </fieldset>
      </Match>
    </Switch>
  )
}

function Choices(props: SettingFieldProps & { readonly chosen: readonly string[] }): JSX.Element {
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-1 border-0 p-0">
      <legend class="pb-1 font-medium">{props.setting.label}</legend>
      <Show when={props.setting.hint}>{(hint) => <p class="text-sm text-soft">{hint()}</p>}</Show>
      <For each={props.setting.options}>
        {(option) => (
          <Tick
            label={option.label}
            name={props.setting.pointer}
            value={option.value}
            checked={props.chosen.includes(option.value)}
          />
        )}
      </For>
      <Show when={firstWrong(props, props.chosen.length)}>
        {(error) => <p class="text-sm text-danger">{error()}</p>}
      </Show>
    </fieldset>
  )
}

/** Nothing is a choice too where a setting may be left out and has no default. */
function choicesOf({ options, isRequired, isNullable, schema }: Setting) {
  const none = { value: '', label: 'Not chosen' }
  return isNullable || (!isRequired && schema.default === undefined) ? [none, ...options] : options
}

/** What is wrong with a list, or with the first of its lines at fault. Lines that were just added count too. */
function firstWrong({ setting, wrong }: SettingFieldProps, length: number): string | undefined {
  for (let index = 0; index < length + 100; index++) {
    const detail = wrong(`${setting.pointer}/${index}`)
    if (detail !== undefined) return `Line ${index + 1}: ${detail}`
  }
  return wrong(setting.pointer)
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
