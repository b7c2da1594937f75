import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createPanel, Empty, focusTitle, LinkButton, Loaded, Note, Page, useWorkspace } from '#kit'
import { FreshSecretCard } from './webhooks/fresh-secret-card.tsx'
import { type FreshWebhook, useWebhooks } from './webhooks/queries.ts'
import { WebhookDialog } from './webhooks/webhook-dialog.tsx'
import { WebhookRow } from './webhooks/webhook-row.tsx'

/** Addresses of other programs that are told what happens here, as it happens. */
export default function Webhooks(): JSX.Element {
  const workspace = useWorkspace()
  const webhooks = useWebhooks()
  const add = createPanel('new')
  // In memory alone: the secret is shown once, and no address or store may know it.
  const [fresh, setFresh] = createSignal<FreshWebhook>()
  const mayManage = () => workspace().can('webhooks.manage')
  const put = () => {
    setFresh(undefined)
    focusTitle()
  }
  return (
    <Page
      title="Webhooks"
      lead="A webhook tells another program what happens here, at once: your bookkeeping, your website, a chat."
      actions={
        <Show when={mayManage()}>
          <LinkButton href={workspace().path('/undone')}>What was not done</LinkButton>
          <Button look="primary" icon="i-lucide-plus" onClick={() => add.open()}>
            Add a webhook
          </Button>
        </Show>
      }
    >
      <Show when={mayManage()} fallback={<Note icon="i-lucide-lock">Owners and managers set webhooks up.</Note>}>
        <Show keyed when={fresh()}>
          {(webhook) => <FreshSecretCard fresh={webhook} done={put} />}
        </Show>
        <section aria-label="Webhooks" class="card">
          <Loaded query={webhooks} rows={3}>
            {(list) => (
              <Show when={list().length > 0} fallback={<NoWebhooks add={() => add.open()} />}>
                <ul class="divide-y divide-line">
                  <For each={list()}>{(webhook) => <WebhookRow webhook={webhook} />}</For>
                </ul>
              </Show>
            )}
          </Loaded>
        </section>
        <Show when={add.value()}>
          <WebhookDialog close={add.close} made={setFresh} />
        </Show>
      </Show>
    </Page>
  )
}

function NoWebhooks(props: { readonly add: () => void }): JSX.Element {
  return (
    <Empty
      icon="i-lucide-webhook"
      title="No webhooks yet"
      action={<Button onClick={() => props.add()}>Add a webhook</Button>}
    >
      Add one when another program gives you an address (a URL) that it wants to be called at.
    </Empty>
  )
}
