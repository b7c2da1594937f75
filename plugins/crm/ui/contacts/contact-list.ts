import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { known, Problem, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Contact, ContactPage } from '../types.ts'
import { listsKey } from './contact-cache.ts'

export interface ContactFilter {
  readonly q: string
  readonly tag: string
  readonly companyId: string
  readonly sort: string
}

export interface ContactList {
  readonly contacts: Accessor<readonly Contact[]>
  /** Nothing has come yet. */
  readonly isLoading: Accessor<boolean>
  /** What is shown belongs to the question before. */
  readonly isBehind: Accessor<boolean>
  readonly hasMore: Accessor<boolean>
  readonly isLoadingMore: Accessor<boolean>
  readonly error: Accessor<unknown>
  readonly loadMore: () => void
  readonly retry: () => void
}

/** The contacts that fit, page after page as they are asked for. */
export function createContactList(filter: Accessor<ContactFilter>): ContactList {
  const workspace = useWorkspace()
  const query = useInfiniteQuery(() => ({
    queryKey: [...listsKey(workspace().slug), filter()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<ContactPage>(`/crm/contacts?${toQuery({ ...filter(), limit: 100, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: ContactPage) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Asking again would ask for every page that was scrolled through; `refreshLists` does it with care.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    ...patience,
  }))
  // Tens of thousands of contacts are read through once a page; without the store's proxies that takes a millisecond.
  const contacts = createMemo<readonly Contact[]>(() => unwrap(known(query)?.pages ?? []).flatMap((page) => page.data))
  const loadMore = () => {
    if (query.hasNextPage && !query.isFetching && !query.isFetchNextPageError) void query.fetchNextPage()
  }
  return {
    contacts,
    isLoading: () => query.isPending,
    isBehind: () => query.isPlaceholderData,
    hasMore: () => query.hasNextPage,
    isLoadingMore: () => query.isFetchingNextPage,
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
