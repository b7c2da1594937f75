import { createSignal, type JSX, Show } from 'solid-js'
import { Badge, Button, Confirm, createPanel, type Form, notify, TextField } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { usePluginDeeds } from './queries.ts'

/** A secret's name in the form: its JSON Pointer without `#/`. */
export function fieldOf(name: string): string {
  return `secrets/${name}`
}

export interface SecretFieldProps {
  readonly secret: Installed['secrets'][number]
  readonly plugin: Installed
  readonly form: Form
}

/** A secret of a plugin: a field while there is none, a badge once it is stored. */
export function SecretField(props: SecretFieldProps): JSX.Element {
  const deeds = usePluginDeeds()
  const remove = createPanel('removeSecret')
  const [isReplacing, setIsReplacing] = createSignal(false)
  let box: HTMLDivElement | undefined
  const replace = () => {
    setIsReplacing(true)
    box?.querySelector('input')?.focus()
  }
  const forget = async () => {
    await deeds.change(props.plugin.id, { secrets: { [props.secret.name]: null } })
    notify.done(`${props.secret.title} is removed`)
  }
  return (
    <div ref={box}>
      <Show
        when={props.secret.stored && !isReplacing()}
        fallback={
          <TextField
            label={props.secret.title}
            name={fieldOf(props.secret.name)}
            type="password"
            autocomplete="off"
            hint={
              props.secret.stored
                ? 'What you enter takes the place of what is stored.'
                : 'It is kept sealed, and never shown again.'
            }
            error={props.form.wrong(fieldOf(props.secret.name))}
          />
        }
      >
        <div class="flex flex-wrap items-center gap-3">
          <span class="font-medium">{props.secret.title}</span>
          <Badge tone="good">Stored</Badge>
          <Button look="quiet" aria-label={`Replace ${props.secret.title}`} onClick={replace}>
            Replace
          </Button>
          <Button
            look="quiet"
            aria-label={`Remove ${props.secret.title}`}
            onClick={() => remove.open(props.secret.name)}
          >
            Remove
          </Button>
        </div>
      </Show>
      <Show when={remove.value() === props.secret.name && props.secret.stored}>
        <Confirm open title={`Remove ${props.secret.title}?`} action="Remove" onClose={remove.close} onConfirm={forget}>
          {props.plugin.title} may stop working until you enter another one.
        </Confirm>
      </Show>
    </div>
  )
}
