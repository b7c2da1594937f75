import type { InfiniteData, QueryClient } from '@tanstack/solid-query'
import { listsKey } from '../records/keys.ts'
import type { Paged, RecordKind } from '../types.ts'

interface Item {
  readonly id: string
}
type Pages<Each extends Item> = InfiniteData<Paged<Each>, string>

/**
 * Asks for the lists again.
 *
 * A list that was scrolled far holds hundreds of pages and asking again would ask for each of them, so only the first
 * is kept; the others come as they are scrolled to.
 */
export async function refreshLists(client: QueryClient, slug: string, kind: RecordKind): Promise<void> {
  const queryKey = listsKey(slug, kind)
  client.setQueriesData<Pages<Item>>({ queryKey }, (list) =>
    list === undefined ? undefined : { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
  )
  await client.invalidateQueries({ queryKey })
}

/** Shows a record as it is now wherever it is listed; its place in the list stays. */
export function replaceInLists<Each extends Item>(
  client: QueryClient,
  slug: string,
  kind: RecordKind,
  item: Each,
): void {
  editLists<Each>(client, slug, kind, (data) =>
    data.some(({ id }) => id === item.id) ? data.map((each) => (each.id === item.id ? item : each)) : data,
  )
}

/** Takes records out of every list, and answers the way to put back those that have to stay after all. */
export function takeFromLists(
  client: QueryClient,
  slug: string,
  kind: RecordKind,
  ids: ReadonlySet<string>,
): (kept: ReadonlySet<string>) => void {
  const before = client.getQueriesData<Pages<Item>>({ queryKey: listsKey(slug, kind) })
  const without = (gone: ReadonlySet<string>) => (data: Item[]) =>
    data.some(({ id }) => gone.has(id)) ? data.filter(({ id }) => !gone.has(id)) : data
  editLists(client, slug, kind, without(ids))
  return (kept) => {
    for (const [key, pages] of before) client.setQueryData(key, pages)
    editLists(client, slug, kind, without(new Set([...ids].filter((id) => !kept.has(id)))))
  }
}

/** Changes the records of every list; a page of which nothing changed stays the object that it is. */
export function editLists<Each extends Item>(
  client: QueryClient,
  slug: string,
  kind: RecordKind,
  edit: (data: Each[]) => Each[],
): void {
  client.setQueriesData<Pages<Each>>({ queryKey: listsKey(slug, kind) }, (list) => {
    if (list === undefined) return undefined
    const pages = list.pages.map((page) => {
      const data = edit(page.data)
      return data === page.data ? page : { ...page, data }
    })
    return { ...list, pages }
  })
}
