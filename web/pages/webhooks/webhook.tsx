import { A, useParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  createPanel,
  focusTitle,
  formatDate,
  Loaded,
  Menu,
  Note,
  notify,
  Page,
  Switch,
  useWorkspace,
} from '#kit'
import { DeliveryLog } from './delivery-log.tsx'
import { FreshSecretCard } from './fresh-secret-card.tsx'
import { type FreshWebhook, useWebhook, type Webhook, webhooksKey } from './queries.ts'
import { sayEvents } from './say-events.ts'
import { WebhookBadge } from './state-badge.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'
import { WebhookQuestions } from './webhook-questions.tsx'

/** One webhook: whether it works, what was sent, and what came back. */
export default function WebhookPage(): JSX.Element {
  const workspace = useWorkspace()
  const params = useParams<{ webhook: string }>()
  const webhook = useWebhook(() => params.webhook)
  const title = () => {
    const found = webhook.isSuccess ? webhook.data : undefined
    return found === undefined ? 'Webhook' : found.description || hostOf(found.url)
  }
  return (
    <Page title={title()}>
      <A
        href={workspace().path('/webhooks')}
        class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-soft"
      >
        <span aria-hidden="true" class="i-lucide-arrow-left" /> All webhooks
      </A>
      <Show
        when={workspace().can('webhooks.manage')}
        fallback={<Note icon="i-lucide-lock">Owners and managers set webhooks up.</Note>}
      >
        <Loaded query={webhook} rows={4}>
          {(found) => <Details webhook={found()} />}
        </Loaded>
      </Show>
    </Page>
  )
}

function Details(props: { readonly webhook: Webhook }): JSX.Element {
  const [fresh, setFresh] = createSignal<FreshWebhook>()
  const edit = createPanel('edit')
  const put = () => {
    setFresh(undefined)
    focusTitle()
  }
  return (
    <>
      <Show keyed when={fresh()}>
        {(webhook) => <FreshSecretCard fresh={webhook} done={put} />}
      </Show>
      <section aria-label="This webhook" class="card flex flex-col gap-4 p-4 sm:p-5">
        <div class="flex flex-wrap items-start justify-between gap-3">
          <div class="min-w-0 flex-1 basis-60">
            <p class="flex flex-wrap items-center gap-2">
              <span class="font-medium [overflow-wrap:anywhere]">{props.webhook.url}</span>
              <WebhookBadge webhook={props.webhook} />
            </p>
            <p class="mt-1 text-soft">
              {sayEvents(props.webhook.events)}. Added {formatDate(props.webhook.createdAt)}.
            </p>
          </div>
          <Actions webhook={props.webhook} edit={() => edit.open()} />
        </div>
        <OnOff webhook={props.webhook} />
      </section>
      <DeliveryLog webhook={props.webhook} />
      <Show when={edit.value()}>
        <WebhookDialog webhook={props.webhook} close={edit.close} />
      </Show>
      <WebhookQuestions webhook={props.webhook} made={setFresh} />
    </>
  )
}

function Actions(props: { readonly webhook: Webhook; readonly edit: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [rotate, remove] = [createPanel('rotate'), createPanel('remove')]
  const [busy, setBusy] = createSignal(false)
  const test = () => {
    setBusy(true)
    workspace()
      .api(`/webhooks/${props.webhook.id}/test`, { method: 'POST' })
      .then(() => queries.invalidateQueries({ queryKey: webhooksKey(workspace().slug) }))
      .then(() => notify.done('A test message is on its way. You see below how it goes'), notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <div class="flex flex-wrap gap-2">
      <Button icon="i-lucide-send" busy={busy()} onClick={test}>
        Send a test
      </Button>
      <Button onClick={() => props.edit()}>Change</Button>
      <Menu
        label="More to do with this webhook"
        items={[
          { label: 'Replace the secret', icon: 'i-lucide-refresh-cw', onSelect: () => rotate.open() },
          { label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: () => remove.open() },
        ]}
      />
    </div>
  )
}

function OnOff(props: { readonly webhook: Webhook }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const turn = (enabled: boolean) => {
    workspace()
      .api(`/webhooks/${props.webhook.id}`, {
        method: 'PATCH',
        body: { enabled },
        headers: { 'if-match': `"${props.webhook.version}"` },
      })
      .then(() => notify.done(`The webhook is ${enabled ? 'on' : 'off'}`), notify.failed)
      .finally(() => queries.invalidateQueries({ queryKey: webhooksKey(workspace().slug) }))
  }
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-4">
      <Show when={!props.webhook.enabled && props.webhook.disabledReason}>
        {(reason) => (
          <p class="rounded-lg bg-warn-soft px-4 py-3 text-warn [overflow-wrap:anywhere]">
            It was turned off: {reason()}
          </p>
        )}
      </Show>
      <Switch
        label="Send messages"
        hint="Turned off, nothing is sent, and what happens meanwhile can be sent again later."
        checked={props.webhook.enabled}
        onChange={turn}
      />
    </div>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
