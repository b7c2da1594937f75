import type { QueryClient } from '@tanstack/solid-query'
import { notify, Problem, type Workspace } from '#kit'
import { shortNameOf } from '../name-of.ts'
import type { Contact } from '../types.ts'
import { contactKey, refreshLists, takeFromLists } from './contact-cache.ts'

const atOnce = 4

export interface Deletion {
  readonly workspace: Workspace
  readonly client: QueryClient
  readonly contacts: readonly Contact[]
  readonly onProgress?: (done: number) => void
}

/** Deletes contacts: they leave the lists at once, and those that could not be deleted come back. Offers to undo it. */
export async function deleteContacts({ workspace, client, contacts, onProgress }: Deletion): Promise<void> {
  const putBack = takeFromLists(client, workspace.slug, new Set(contacts.map(({ id }) => id)))
  const kept = new Set<string>()
  let failure: unknown
  let done = 0
  await inTurns(contacts, async ({ id }) => {
    try {
      await patiently(() => workspace.api(`/crm/contacts/${id}`, { method: 'DELETE' }))
      client.removeQueries({ queryKey: contactKey(workspace.slug, id) })
    } catch (error) {
      // Somebody else was faster: gone is gone.
      if (error instanceof Problem && error.status === 404) return
      kept.add(id)
      failure = error
    }
    onProgress?.(++done)
  })
  if (kept.size > 0) putBack(kept)
  const gone = contacts.filter(({ id }) => !kept.has(id))
  if (gone.length > 0) notify.done(`${countOf(gone)} deleted`, () => void addAgain(workspace, client, gone))
  if (failure !== undefined) throw failure
}

/** Undo: the same contacts, added again with all that was in them. */
async function addAgain(workspace: Workspace, client: QueryClient, contacts: readonly Contact[]): Promise<void> {
  try {
    // The oldest first, so that they stand in the order that they had.
    await inTurns(
      [...contacts].reverse(),
      ({ id: _, version: __, createdAt: ___, updatedAt: ____, company, ...body }) =>
        patiently(() =>
          workspace.api('/crm/contacts', { method: 'POST', body: { ...body, companyId: company?.id ?? null } }),
        ),
    )
    notify.done(`${countOf(contacts)} back in the list`)
  } catch (error) {
    notify.failed(error)
  }
  await refreshLists(client, workspace.slug)
}

function countOf(contacts: readonly Contact[]): string {
  const [first] = contacts
  return contacts.length === 1 && first !== undefined ? shortNameOf(first) : `${contacts.length} contacts`
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const turn = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, turn))
}

/** Waits as long as the API asks for when there were too many requests, and tries again. */
async function patiently(send: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await send()
      return
    } catch (error) {
      if (!(error instanceof Problem && error.status === 429) || attempt === 5) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000 * Math.max(1, Number(error.facts.waitSeconds) || 1)))
    }
  }
}
