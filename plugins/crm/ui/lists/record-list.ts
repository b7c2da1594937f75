import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { known, Problem, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import { listsKey } from '../records/keys.ts'
import type { Paged, RecordKind } from '../types.ts'
import { keepListLive } from './live-list.ts'

export type Filter = Readonly<Record<string, string>>

export interface RecordList<Item> {
  readonly items: Accessor<readonly Item[]>
  /** Nothing has come yet. */
  readonly isLoading: Accessor<boolean>
  /** What is shown belongs to the question before. */
  readonly isBehind: Accessor<boolean>
  readonly hasMore: Accessor<boolean>
  readonly error: Accessor<unknown>
  /** Others changed more than can be shown without leaving the place. */
  readonly isOutdated: Accessor<boolean>
  /** Asks for the list anew, from its beginning. */
  readonly renew: () => void
  readonly loadMore: () => void
  readonly retry: () => void
}

/** The records of a kind that fit, page after page as they are asked for; what others change comes in by itself. */
export function createRecordList<Item extends { readonly id: string }>(
  kind: RecordKind,
  filter: Accessor<Filter>,
  isWanted: Accessor<boolean> = () => true,
): RecordList<Item> {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const key = () => [...listsKey(workspace().slug, kind), filter()]
  const query = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<Item>>(`/crm/${kind}?${toQuery({ ...filter(), limit: 100, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Item>) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled: isWanted(),
    // Asking again would ask for every page that was scrolled through; `refreshLists` does it with care.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    ...patience,
  }))
  // Tens of thousands of records are read through once a page; without the store's proxies that takes a millisecond.
  const items = createMemo<readonly Item[]>(() => unwrap(known(query)?.pages ?? []).flatMap((page) => page.data))
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetching && !query.isFetchNextPageError) void query.fetchNextPage()
  }
  const live = keepListLive({ kind, key, client, workspace, items, pages: () => known(query)?.pages.length ?? 0 })
  return {
    ...live,
    items,
    isLoading: () => query.isPending,
    isBehind: () => query.isPlaceholderData,
    hasMore: () => query.hasNextPage,
    error: () => query.error,
    loadMore,
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  }
}

/** Whoever scrolls faster than the API lets them waits as long as it asks for. */
const patience = {
  retry: (failures: number, error: Error) =>
    isTooFast(error)
      ? failures < 5
      : failures < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
  retryDelay: (failures: number, error: Error) =>
    isTooFast(error) ? 1000 * Math.max(1, Number(error.facts.waitSeconds) || 1) : 1000 * 2 ** failures,
}

function isTooFast(error: Error): error is Problem {
  return error instanceof Problem && error.status === 429
}
