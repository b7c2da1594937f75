import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify, useWorkspace } from '#kit'
import { asAbove } from '../plugins/as-above.ts'
import type { ListingDetail } from '../plugins/contract.ts'
import { copyOf } from '../plugins/grant-parts.ts'
import { GrantsEditor } from '../plugins/grants-editor.tsx'
import { usePluginDeeds } from '../plugins/queries.ts'

export interface InstallDialogProps {
  readonly listing: ListingDetail
  readonly close: () => void
}

/** Asks before a plugin is installed: what it wants, how much of it one gives, and then yes. */
export function InstallDialog(props: InstallDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const deeds = usePluginDeeds()
  const { id, title, version } = props.listing
  const [grants, setGrants] = createSignal(copyOf(props.listing.grants))
  const form = createForm(async () => {
    await deeds.do(id, 'install', { version, grants: grants() }).catch(asAbove)
    notify.done(`${title} is installed`)
    navigate(workspace().path(`/plugins/${id}`))
  })
  return (
    <Dialog title={`Install ${title}?`} open onClose={props.close}>
      <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="text-soft">
          <Show
            when={props.listing.asks.some(({ kind }) => kind !== 'tables' && kind !== 'limit')}
            fallback="It asks for nothing beyond its own records and pages."
          >
            This is what it asks for. Leave out what you do not want to give, or give less; you can change it later too.
          </Show>
        </p>
        <ErrorNote error={form.error()} />
        <GrantsEditor
          asks={props.listing.asks}
          asked={props.listing.grants}
          granted={grants()}
          onChange={setGrants}
          withLimits
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Yes, install it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
