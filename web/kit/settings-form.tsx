import { For, type JSX, Show } from 'solid-js'
import { Problem } from '../shell/problem.ts'
import { Button } from './button.tsx'
import { ErrorNote } from './error-note.tsx'
import { createForm, type Form } from './form.ts'
import { collect } from './settings/collect.ts'
import { readSchema, type SettingSchema } from './settings/read-schema.ts'
import { SettingField } from './settings/setting-field.tsx'

export interface SettingsFormProps {
  /** The plugin's own JSON Schema, as the API describes it. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly settings: Readonly<Record<string, unknown>>
  /** The word on the button: `Save`. */
  readonly action: string
  readonly disabled?: boolean
  /** Takes the settings, and the form for what else is in it. */
  readonly save: (settings: Record<string, unknown>, data: FormData) => Promise<void>
  /** Fields beside those of the schema. */
  readonly more?: (form: Form) => JSX.Element
}

/** A form drawn from a schema: each setting with its title, its hint, its default, and what the API says of it. */
export function SettingsForm(props: SettingsFormProps): JSX.Element {
  const settings = () => readSchema(props.schema as SettingSchema, 'settings')
  let element: HTMLFormElement | undefined
  const form = createForm((data) =>
    props.save(collect(settings(), data, props.settings), data).catch((error: unknown) => {
      throw atItsPlace(error, element)
    }),
  )
  return (
    <form ref={element} novalidate class="flex flex-col gap-5" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <fieldset disabled={props.disabled === true} class="m-0 flex min-w-0 flex-col gap-5 border-0 p-0">
        <legend class="sr-only">Settings</legend>
        <For each={settings()}>
          {(setting) => <SettingField setting={setting} stored={props.settings[setting.key]} wrong={form.wrong} />}
        </For>
        {props.more?.(form)}
      </fieldset>
      <Show when={props.disabled !== true}>
        <div>
          <Button type="submit" look="primary" busy={form.busy()}>
            {props.action}
          </Button>
        </div>
      </Show>
    </form>
  )
}

/** What is wrong with something that the form does not show is said above it, or nobody would read it. */
function atItsPlace(error: unknown, form: HTMLFormElement | undefined): unknown {
  if (!(error instanceof Problem)) return error
  const names = new Set(Array.from(form?.elements ?? [], (control) => control.getAttribute('name')))
  const isShown = (pointer: string) => names.has(pointer) || names.has(pointer.replace(/\/\d+$/, ''))
  const lost = Object.entries(error.fields).filter(([pointer]) => !isShown(pointer))
  return lost.length === 0
    ? error
    : new Problem(error.status, { ...error.facts, errors: [], detail: lost.map(([, detail]) => detail).join('. ') })
}
