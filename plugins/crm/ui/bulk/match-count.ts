import { useQuery } from '@tanstack/solid-query'
import type { Accessor } from 'solid-js'
import { known, useWorkspace } from '#kit'
import type { ListState } from '../lists/list-state.ts'
import { toQuery } from '../query-string.ts'

/** How many records match what is asked for, loaded or not; undefined until it is known. */
export function createMatchCount<Item extends { readonly id: string }>({
  filter,
  list,
  selection,
  shape,
}: ListState<Item>): Accessor<number | undefined> {
  const workspace = useWorkspace()
  const asked = () => {
    const { sort: _, ...rest } = filter()
    return toQuery(rest)
  }
  const query = useQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'count', shape.kind, asked()],
    queryFn: ({ signal }) => workspace().api<{ count: number }>(`/crm/${shape.kind}/count?${asked()}`, { signal }),
    enabled: selection.isAll() && list.hasMore(),
  }))
  return () => (list.hasMore() ? known(query)?.count : list.items().length)
}
