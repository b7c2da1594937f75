import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { useWorkspace } from '#kit'
import { routeAddress } from './address.ts'
import { readingKey, usePublishedPage } from './published-page.ts'
import { readField } from './read-field.ts'
import type { TableBlock } from './table-block.tsx'

export interface ListState {
  /** What is asked for, as the route is told; `q` is what is searched for. */
  readonly asked: () => Readonly<Record<string, string>>
  readonly change: (name: string, value: string) => void
  readonly isFiltered: () => boolean
  readonly showAll: () => void
}

/** What a list is narrowed to, kept in the address: `?b1.q=boots&b1.state=open`, so that no other part of the page reads it. */
export function createListState(block: () => TableBlock, name: string): ListState {
  const [search, setSearch] = useSearchParams()
  const names = () => [...(block().search ? ['q'] : []), ...block().filters.map((entry) => entry.name)]
  const asked = createMemo(() =>
    Object.fromEntries(
      names().flatMap((each) => {
        const value = search[`${name}.${each}`]
        return typeof value === 'string' && value !== '' ? [[each, value]] : []
      }),
    ),
  )
  return {
    asked,
    change: (each, value) =>
      setSearch({ [`${name}.${each}`]: value === '' ? undefined : value }, { replace: true, scroll: false }),
    isFiltered: () => Object.keys(asked()).length > 0,
    showAll: () =>
      setSearch(Object.fromEntries(names().map((each) => [`${name}.${each}`, undefined])), {
        replace: true,
        scroll: false,
      }),
  }
}

/** The list that the block's route answers, one page after the other. */
export function useList(block: () => TableBlock, state: ListState) {
  const workspace = useWorkspace()
  const page = usePublishedPage()
  return useInfiniteQuery(() => {
    const address = routeAddress(page().plugin.id, block().from, [page().params])
    return {
      queryKey: readingKey(workspace().slug, page().plugin.id, address, 'list', state.asked()),
      queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
        const query = new URLSearchParams(state.asked())
        if (pageParam !== '') query.set('cursor', pageParam)
        return workspace().api<unknown>(`${address?.path ?? '/nowhere'}${query.size > 0 ? `?${query}` : ''}`, {
          signal,
        })
      },
      enabled: address !== undefined,
      initialPageParam: '',
      getNextPageParam: (last: unknown) => {
        const cursor = readField(last, 'nextCursor')
        return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
      },
      placeholderData: keepPreviousData,
      reconcile: 'id',
    }
  })
}
