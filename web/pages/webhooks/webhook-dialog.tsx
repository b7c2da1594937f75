import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, Dialog, ErrorNote, notify, Problem, TextField, useWorkspace } from '#kit'
import { EventChooser } from './event-chooser.tsx'
import { type FreshWebhook, type Webhook, webhooksKey } from './queries.ts'

const signings = [
  { value: 'hmac', label: 'A shared secret (most programs want this)' },
  { value: 'ed25519', label: 'A public key (ed25519)' },
]

export interface WebhookDialogProps {
  /** The one to change; without it, a new one is made. */
  readonly webhook?: Webhook
  readonly close: () => void
  readonly made?: (webhook: FreshWebhook) => void
}

/** Where a webhook goes, what it tells, and how it is signed. */
export function WebhookDialog(props: WebhookDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [events, setEvents] = createSignal<readonly string[]>(props.webhook?.events ?? ['*'])
  const send = async (data: FormData) => {
    const given = { url: String(data.get('url')).trim(), description: String(data.get('description')).trim() }
    const { webhook } = props
    if (webhook === undefined)
      return workspace().api<FreshWebhook>('/webhooks', {
        method: 'POST',
        body: { ...given, events: events(), signing: String(data.get('signing')) },
      })
    await workspace().api(`/webhooks/${webhook.id}`, {
      method: 'PATCH',
      body: { ...given, events: events() },
      headers: { 'if-match': `"${webhook.version}"` },
    })
    return undefined
  }
  const form = createForm(async (data) => {
    if (events().length === 0)
      throw new Problem(422, { errors: [{ pointer: '#/events', detail: 'Choose at least one kind of event' }] })
    const fresh = await send(data)
    await queries.invalidateQueries({ queryKey: webhooksKey(workspace().slug) })
    props.close()
    if (fresh === undefined) notify.done('The webhook is saved')
    else props.made?.(fresh)
  })
  const wrongEvents = () =>
    form.wrong('events') ??
    events()
      .map((_, place) => form.wrong(`events/${place}`))
      .find(Boolean)
  return (
    <Dialog title={props.webhook === undefined ? 'Add a webhook' : 'Change the webhook'} open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <ErrorNote error={form.error()} />
        <TextField
          label="Address"
          name="url"
          type="url"
          autofocus
          value={props.webhook?.url ?? ''}
          placeholder="https://example.com/hooks"
          maxlength={2000}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          hint="The other program tells you. It begins with https://"
          error={form.wrong('url')}
        />
        <TextField
          label="What it is for"
          name="description"
          value={props.webhook?.description ?? ''}
          placeholder="Our bookkeeping"
          maxlength={500}
          autocomplete="off"
          error={form.wrong('description')}
        />
        <EventChooser chosen={events()} onChange={setEvents} error={wrongEvents()} />
        <Show when={props.webhook === undefined}>
          <Choice
            label="How it is signed"
            name="signing"
            value="hmac"
            options={signings}
            hint="So that the other program can tell that a message comes from here."
            error={form.wrong('signing')}
          />
        </Show>
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            {props.webhook === undefined ? 'Add it' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
