import type { JSX } from 'solid-js'
import { useWorkspace } from '#kit'
import { nameOf } from '../name-of.ts'
import type { Desk } from '../records/desk.ts'
import type { Contact } from '../types.ts'
import { type ChooserProps, RecordChooser } from './record-chooser.tsx'
import { splitName } from './split-name.ts'

/** One of the contacts, or a new one of what was typed. */
export function ContactChooser(props: ChooserProps): JSX.Element {
  const workspace = useWorkspace()
  return (
    <RecordChooser<Contact>
      {...props}
      kind="contacts"
      nothing="Nobody of that name"
      nameOf={nameOf}
      hintOf={(contact) => contact.company?.name ?? contact.emails[0]}
      create={workspace().can('crm.contacts.write') ? createContact : undefined}
    />
  )
}

async function createContact({ workspace }: Desk, text: string) {
  const contact = await workspace.api<Contact>('/crm/contacts', { method: 'POST', body: splitName(text) })
  return { id: contact.id, name: nameOf(contact) }
}
