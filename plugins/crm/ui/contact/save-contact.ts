import { replaceInLists } from '../lists/list-cache.ts'
import type { Desk } from '../records/desk.ts'
import { recordKey } from '../records/keys.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Contact } from '../types.ts'
import { type Draft, toBody, toPatch } from './draft.ts'

/** Adds a contact. */
export async function addContact({ workspace, client }: Desk, draft: Draft): Promise<Contact> {
  const contact = await workspace.api<Contact>('/crm/contacts', { method: 'POST', body: toBody(draft) })
  client.setQueryData(recordKey(workspace.slug, 'contact', contact.id), contact)
  await refreshRecords({ workspace, client }, ['contacts'])
  return contact
}

/** Sends what changed; a Problem with status 412 says that somebody else changed the contact meanwhile. */
export async function changeContact(
  { workspace, client }: Desk,
  current: Contact,
  draft: Draft,
  base: Draft,
): Promise<Contact> {
  const body = toPatch(draft, base)
  if (Object.keys(body).length === 0) return current
  const headers = { 'if-match': `"${current.version}"` }
  const contact = await workspace.api<Contact>(`/crm/contacts/${current.id}`, { method: 'PATCH', body, headers })
  client.setQueryData(recordKey(workspace.slug, 'contact', contact.id), contact)
  replaceInLists(client, workspace.slug, 'contacts', contact)
  void client.invalidateQueries({ queryKey: [workspace.slug, 'crm'] })
  return contact
}
