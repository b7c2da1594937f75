import { type JSX, Show } from 'solid-js'
import { Button, Empty, LinkButton, useWorkspace } from '#kit'
import { SampleButton } from '../samples/sample-button.tsx'

/** A list without a contact: how to get the first ones. */
export function NoContacts(props: { readonly onAdd: () => void }): JSX.Element {
  const workspace = useWorkspace()
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
              <SampleButton />
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
