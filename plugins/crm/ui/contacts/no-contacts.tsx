import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Empty, LinkButton, notify, useWorkspace } from '#kit'
import type { Contact } from '../types.ts'
import { refreshLists } from './contact-cache.ts'
import { deleteContacts } from './delete-contacts.ts'
import { sampleContacts } from './sample-contacts.ts'

/** A list without a contact: how to get the first ones. */
export function NoContacts(props: { readonly onAdd: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const addSamples = async () => {
    setBusy(true)
    const added: Contact[] = []
    try {
      for (const body of [...sampleContacts].reverse())
        added.push(await workspace().api<Contact>('/crm/contacts', { method: 'POST', body }))
      const at = workspace()
      notify.done('Five sample contacts are in the list', () => {
        deleteContacts({ workspace: at, client, contacts: added }).catch(notify.failed)
      })
    } catch (error) {
      notify.failed(error)
    }
    await refreshLists(client, workspace().slug)
    setBusy(false)
  }
  return (
    <div class="card">
      <Empty
        icon="i-lucide-contact"
        title="Nobody is here yet"
        action={
          <div class="flex flex-wrap justify-center gap-2">
            <Show when={workspace().can('crm.contacts.import')}>
              <LinkButton look="primary" icon="i-lucide-upload" href={workspace().path('/crm/import')}>
                Bring your contacts
              </LinkButton>
            </Show>
            <Show when={workspace().can('crm.contacts.write')}>
              <Button icon="i-lucide-plus" onClick={props.onAdd}>
                Add one by hand
              </Button>
              <Button look="quiet" icon="i-lucide-sparkles" busy={busy()} onClick={() => void addSamples()}>
                Try it with sample data
              </Button>
            </Show>
          </div>
        }
      >
        Everybody you work with goes here. Bring them from Google, Outlook, HubSpot or any table, or add the first one
        by hand.
      </Empty>
    </div>
  )
}
