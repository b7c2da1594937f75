import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Button, Choice, Confirm, createForm, createPanel, Dialog, ErrorNote, notify, useWorkspace } from '#kit'
import { type FreshWebhook, type Webhook, webhooksKey } from './queries.ts'

const overlaps = [
  { value: '86400', label: 'For one more day' },
  { value: '604800', label: 'For one more week' },
  { value: '0', label: 'Not at all, it stops now' },
]

export interface WebhookQuestionsProps {
  readonly webhook: Webhook
  readonly made: (webhook: FreshWebhook) => void
}

/** The questions before a secret is replaced or a webhook goes; the address says which is open. */
export function WebhookQuestions(props: WebhookQuestionsProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [rotate, remove] = [createPanel('rotate'), createPanel('remove')]
  const refresh = () => queries.invalidateQueries({ queryKey: webhooksKey(workspace().slug) })
  return (
    <>
      <Show when={rotate.value()}>
        <RotateDialog webhook={props.webhook} close={rotate.close} made={props.made} refresh={refresh} />
      </Show>
      <Show when={remove.value()}>
        <Confirm
          open
          title="Delete this webhook?"
          action="Delete"
          onClose={remove.close}
          onConfirm={async () => {
            await workspace().api(`/webhooks/${props.webhook.id}`, {
              method: 'DELETE',
              headers: { 'if-match': `"${props.webhook.version}"` },
            })
            navigate(workspace().path('/webhooks'), { replace: true })
            // The list alone: what is left of this page need not ask for what is gone.
            void queries.invalidateQueries({ queryKey: [...webhooksKey(workspace().slug), 'list'] })
            notify.done('The webhook is deleted')
          }}
        >
          The other program hears nothing from here any more, and the list of what was sent goes with it.
        </Confirm>
      </Show>
    </>
  )
}

interface RotateDialogProps extends WebhookQuestionsProps {
  readonly close: () => void
  readonly refresh: () => Promise<void>
}

function RotateDialog(props: RotateDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const form = createForm(async (data) => {
    const body = { overlapSeconds: Number(data.get('overlap')) }
    const fresh = await workspace().api<FreshWebhook>(`/webhooks/${props.webhook.id}/rotate`, { method: 'POST', body })
    props.close()
    props.made(fresh)
    await props.refresh()
  })
  return (
    <Dialog title="Replace the secret?" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="text-soft">
          You get a new one to give to the other program. Meanwhile messages are signed with both, so that nothing is
          lost.
        </p>
        <ErrorNote error={form.error()} />
        <Choice
          label="The old secret works"
          name="overlap"
          autofocus
          value="86400"
          options={overlaps}
          error={form.wrong('overlapSeconds')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Make the new secret
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
