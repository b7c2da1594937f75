import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import type { FilePage, StoredFile } from '../types.ts'

const names = ['q', 'kind', 'state', 'sort'] as const
type Name = (typeof names)[number] | 'view'

/** What the library shows, as the address says it, and the files that fit. */
export function createLibraryState() {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams()
  const read = (name: Name) => {
    const value = search[name]
    return typeof value === 'string' ? value : ''
  }
  const filter = createMemo(() =>
    Object.fromEntries(names.map((name) => [name, read(name)]).filter(([, value]) => value !== '')),
  )
  const query = useInfiniteQuery(() => ({
    queryKey: [workspace().slug, 'storage', 'files', filter()],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({
        ...filter(),
        limit: '60',
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      })
      return workspace().api<FilePage>(`/storage/files?${params}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: FilePage) => page.nextCursor,
    placeholderData: keepPreviousData,
    reconcile: 'id',
  }))
  const files = createMemo<readonly StoredFile[]>(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  return {
    query,
    files,
    read,
    isFiltered: () => ['q', 'kind', 'state'].some((name) => read(name as Name) !== ''),
    isNothing: () => query.isSuccess && files().length === 0,
    change: (patch: Partial<Record<Name, string>>) =>
      setSearch(
        Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value === '' ? undefined : value])),
        {
          replace: true,
        },
      ),
    showAll: () => setSearch({ q: undefined, kind: undefined, state: undefined }),
  }
}

export type LibraryState = ReturnType<typeof createLibraryState>
