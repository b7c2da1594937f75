import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { Button, createForm, DateTimeField, Dialog, ErrorNote, notify, useWorkspace } from '#kit'
import { type Webhook, webhooksKey } from './queries.ts'

const dayMs = 86_400_000

/** Sends everything of a stretch of time again, such as when the other program was down. */
export function ReplayDialog(props: { readonly webhook: Webhook; readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const now = new Date().toISOString()
  const form = createForm(async (data) => {
    const body = { from: String(data.get('from')), to: String(data.get('to')) }
    await workspace().api(`/webhooks/${props.webhook.id}/replay`, { method: 'POST', body })
    await queries.invalidateQueries({ queryKey: webhooksKey(workspace().slug) })
    props.close()
    notify.done('What happened in that time is sent again')
  })
  return (
    <Dialog title="Send again from a time" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <p class="text-soft">
          For when the other program was down or lost something. It may get a message twice; programs that follow the
          standard notice that.
        </p>
        <ErrorNote error={form.error()} />
        <DateTimeField
          label="From"
          name="from"
          value={new Date(Date.now() - dayMs).toISOString()}
          error={form.wrong('from')}
        />
        <DateTimeField label="To" name="to" value={now} error={form.wrong('to')} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Send again
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
