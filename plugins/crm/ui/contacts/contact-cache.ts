import type { InfiniteData, QueryClient } from '@tanstack/solid-query'
import type { Contact, ContactPage } from '../types.ts'

type Pages = InfiniteData<ContactPage, string>

/** Under these keys lie all lists of contacts, and each contact that was opened. */
export const listsKey = (slug: string) => [slug, 'crm', 'contacts'] as const
export const contactKey = (slug: string, id: string) => [slug, 'crm', 'contact', id] as const
export const tagsKey = (slug: string) => [slug, 'crm', 'tags'] as const

/**
 * Asks for the lists again.
 *
 * A list that was scrolled far holds hundreds of pages and asking again would ask for each of them, so only the first
 * is kept; the others come as they are scrolled to.
 */
export async function refreshLists(client: QueryClient, slug: string): Promise<void> {
  client.setQueriesData<Pages>({ queryKey: listsKey(slug) }, (list) =>
    list === undefined ? undefined : { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
  )
  await Promise.all([
    client.invalidateQueries({ queryKey: listsKey(slug) }),
    client.invalidateQueries({ queryKey: tagsKey(slug) }),
  ])
}

/** Shows a contact as it is now wherever it is listed; its place in the list stays. */
export function replaceInLists(client: QueryClient, slug: string, contact: Contact): void {
  editLists(client, slug, (data) =>
    data.some(({ id }) => id === contact.id) ? data.map((each) => (each.id === contact.id ? contact : each)) : data,
  )
  void client.invalidateQueries({ queryKey: tagsKey(slug) })
}

/** Takes contacts out of every list, and answers the way to put back those that could not be deleted after all. */
export function takeFromLists(
  client: QueryClient,
  slug: string,
  ids: ReadonlySet<string>,
): (kept: ReadonlySet<string>) => void {
  const before = client.getQueriesData<Pages>({ queryKey: listsKey(slug) })
  const without = (gone: ReadonlySet<string>) => (data: Contact[]) =>
    data.some(({ id }) => gone.has(id)) ? data.filter(({ id }) => !gone.has(id)) : data
  editLists(client, slug, without(ids))
  return (kept) => {
    for (const [key, pages] of before) client.setQueryData(key, pages)
    editLists(client, slug, without(new Set([...ids].filter((id) => !kept.has(id)))))
  }
}

function editLists(client: QueryClient, slug: string, edit: (data: Contact[]) => Contact[]): void {
  client.setQueriesData<Pages>({ queryKey: listsKey(slug) }, (list) => {
    if (list === undefined) return undefined
    const pages = list.pages.map((page) => {
      const data = edit(page.data)
      return data === page.data ? page : { ...page, data }
    })
    return { ...list, pages }
  })
}
