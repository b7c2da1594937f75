import type { JSX } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify, TextArea, useWorkspace } from '#kit'
import { type OwnPlugin, useRenewPublisher } from './queries.ts'

export interface YankDialogProps {
  readonly plugin: OwnPlugin
  readonly version: string
  readonly close: () => void
}

/** Calls a version back, with the reason that every workspace which runs it reads. */
export function YankDialog(props: YankDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const renew = useRenewPublisher()
  const form = createForm(async (data) => {
    const path = `/publisher/plugins/${props.plugin.id}/versions/${encodeURIComponent(props.version)}/yank`
    await workspace().api(path, { method: 'POST', body: { reason: String(data.get('reason')).trim() } })
    await renew()
    props.close()
    notify.done(`Version ${props.version} is called back`)
  })
  return (
    <Dialog title={`Call back version ${props.version} of ${props.plugin.title}?`} open onClose={props.close}>
      <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="text-soft">
          It stops within a minute in every workspace that runs it, and nobody can install it any more. This cannot be
          undone: publish a better version.
        </p>
        <ErrorNote error={form.error()} />
        <TextArea
          label="Why"
          name="reason"
          rows={3}
          autofocus
          hint="Every workspace that runs it reads this."
          error={form.wrong('reason')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="danger" busy={form.busy()}>
            Call it back
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
