import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import type { Accessor } from 'solid-js'
import { useWorkspace } from '#kit'
import type { DomainReport, Message, Overview, Sample, Suppression, WholeMessage } from '../contract.ts'
import { toQuery } from './query-string.ts'

interface PageOf<Item> {
  readonly data: readonly Item[]
  readonly nextCursor: string | null
}

/** Everything of mail in a workspace begins so: a record of the module makes all of it stale. */
export function mailKey(slug: string) {
  return [slug, 'email'] as const
}

export function useOverview() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'overview'],
    queryFn: () => workspace().api<Overview>('/email/overview'),
  }))
}

export function useMessages(filter: Accessor<{ readonly q: string; readonly state: string }>) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'messages', filter()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<PageOf<Message>>(`/email/messages?${toQuery({ ...filter(), limit: 50, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: PageOf<Message>) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
}

export function useMessage(id: Accessor<string>) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'message', id()],
    queryFn: () => workspace().api<WholeMessage>(`/email/messages/${id()}`),
  }))
}

export function useSamples() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'samples'],
    queryFn: () => workspace().api<{ readonly data: readonly Sample[] }>('/email/samples'),
  }))
}

export function useDomain() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'domain'],
    queryFn: () => workspace().api<DomainReport>('/email/domain'),
    staleTime: 60_000,
  }))
}

export function useSuppressions(q: Accessor<string>) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...mailKey(workspace().slug), 'suppressions', q()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<PageOf<Suppression>>(`/email/suppressions?${toQuery({ q: q(), limit: 50, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: PageOf<Suppression>) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
}
