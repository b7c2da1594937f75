import type { QueryClient } from '@tanstack/solid-query'
import type { Workspace } from '#kit'
import { contactKey, refreshLists, replaceInLists } from '../contacts/contact-cache.ts'
import type { Contact } from '../types.ts'
import { type Draft, toBody, toPatch } from './draft.ts'

/** Where a contact is saved from: the workspace, and the cache that is to know. */
export interface Desk {
  readonly workspace: Workspace
  readonly client: QueryClient
}

/** Adds a contact. */
export async function addContact({ workspace, client }: Desk, draft: Draft): Promise<Contact> {
  const contact = await workspace.api<Contact>('/crm/contacts', { method: 'POST', body: toBody(draft) })
  client.setQueryData(contactKey(workspace.slug, contact.id), contact)
  await refreshLists(client, workspace.slug)
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
  client.setQueryData(contactKey(workspace.slug, contact.id), contact)
  replaceInLists(client, workspace.slug, contact)
  void client.invalidateQueries({ queryKey: [workspace.slug, 'crm', 'history', contact.id] })
  return contact
}
