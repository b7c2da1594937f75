import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Badge, Button, createPanel, type Form, notify, SettingsForm, TextField, useWorkspace } from '#kit'
import { type Connector, fieldOf, type Secret } from './queries.ts'

export interface ConnectorFormProps {
  readonly connector: Connector
  readonly close: () => void
  /** Tries the connection and says how it went. */
  readonly test: () => Promise<void>
}

/** How a service is connected: its settings, and its secrets, which go in and never come out. */
export function ConnectorForm(props: ConnectorFormProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const save = async (settings: Record<string, unknown>, data: FormData) => {
    const { id, title, secrets, enabled } = props.connector
    const given = secrets.map((secret) => [secret.name, String(data.get(fieldOf(secret)) ?? '')] as const)
    const body = {
      ...(enabled ? {} : { enabled: true }),
      settings,
      secrets: Object.fromEntries(given.filter(([, value]) => value !== '')),
    }
    await workspace().api(`/connectors/${id}`, { method: 'PUT', body })
    await queries.invalidateQueries({ queryKey: [workspace().slug, 'connectors'] })
    props.close()
    notify.done(`${title} is saved`)
    await props.test()
  }
  return (
    <div class="mt-4 border-t border-line pt-4">
      <SettingsForm
        action={props.connector.enabled ? 'Save' : 'Connect'}
        schema={props.connector.settingsSchema}
        settings={props.connector.settings}
        save={save}
        more={(form) => (
          <For each={props.connector.secrets}>
            {(secret) => <SecretField secret={secret} connectorId={props.connector.id} form={form} />}
          </For>
        )}
      />
    </div>
  )
}

interface SecretFieldProps {
  readonly secret: Secret
  readonly connectorId: string
  readonly form: Form
}

/** A secret: a field while there is none, a badge once it is stored. */
function SecretField(props: SecretFieldProps): JSX.Element {
  const [isReplacing, setIsReplacing] = createSignal(false)
  const remove = createPanel('removeSecret')
  let box: HTMLDivElement | undefined
  const replace = () => {
    setIsReplacing(true)
    box?.querySelector('input')?.focus()
  }
  return (
    <div ref={box}>
      <Show
        when={props.secret.stored && !isReplacing()}
        fallback={
          <TextField
            label={props.secret.title}
            name={fieldOf(props.secret)}
            type="password"
            autocomplete="off"
            hint="Kept sealed. Nobody can read it here again, you neither."
            error={props.form.wrong(fieldOf(props.secret))}
          />
        }
      >
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
          <span class="font-medium">{props.secret.title}</span>
          <Badge tone="good">Stored</Badge>
          <Button look="quiet" aria-label={`Replace ${props.secret.title}`} onClick={replace}>
            Replace
          </Button>
          <Button
            look="quiet"
            aria-label={`Remove ${props.secret.title}`}
            onClick={() => remove.open(`${props.connectorId}/${props.secret.name}`)}
          >
            Remove
          </Button>
        </div>
      </Show>
    </div>
  )
}
