import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Installed } from '../../shell/published-query.ts'
import { useRefreshAccess } from '../access.ts'
import type { Listing, ListingDetail, LogEntry, Paged, Plan, Usage } from './contract.ts'

/** What can be installed, by what is searched for. */
export function useListings(q: () => string) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [workspace().slug, 'marketplace', 'list', q()],
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
      const query = new URLSearchParams({ limit: '24' })
      if (q() !== '') query.set('q', q())
      if (pageParam !== '') query.set('cursor', pageParam)
      return workspace().api<Paged<Listing>>(`/marketplace?${query}`, { signal })
    },
    enabled: workspace().can('plugins.read'),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Listing>) => page.nextCursor,
    placeholderData: keepPreviousData,
    reconcile: 'id',
  }))
}

export function useListing(id: () => string) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'marketplace', 'one', id()],
    queryFn: () => workspace().api<ListingDetail>(`/marketplace/${encodeURIComponent(id())}`),
    enabled: workspace().can('plugins.read'),
    reconcile: 'id',
  }))
}

const usageRefreshMs = 20_000

/** What a plugin has used today, of what it may use. */
export function useUsage(id: () => string) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'plugins', id(), 'usage'],
    queryFn: () => workspace().api<Usage>(`/plugins/${id()}/usage`),
    refetchInterval: usageRefreshMs,
    reconcile: 'what',
  }))
}

/** What another version would change: read for a question, so never an old one. */
export function usePlan(id: () => string, version: () => string) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'plugins', id(), 'plan', version()],
    queryFn: () => workspace().api<Plan>(`/plugins/${id()}/plan?version=${encodeURIComponent(version())}`),
    staleTime: 0,
  }))
}

/** What a plugin wrote down, the latest first. */
export function useLogs(id: () => string) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [workspace().slug, 'plugins', id(), 'logs'],
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) =>
      workspace().api<Paged<LogEntry>>(
        `/plugins/${id()}/logs${pageParam === '' ? '' : `?cursor=${encodeURIComponent(pageParam)}`}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: Paged<LogEntry>) => page.nextCursor,
    refetchInterval: usageRefreshMs,
  }))
}

export interface PluginPatch {
  readonly grants?: Grants
  readonly settings?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string | null>>
  readonly autoUpdate?: boolean
}

type Deed = 'install' | 'upgrade' | 'rollback' | 'suspend' | 'resume' | 'uninstall'

/** What can be done with an installed plugin; the sidebar and every list follow. */
export function usePluginDeeds() {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const refreshAccess = useRefreshAccess()
  const renew = async () => {
    const { slug } = workspace()
    await Promise.all([
      queries.invalidateQueries({ queryKey: [slug, 'plugins'] }),
      queries.invalidateQueries({ queryKey: [slug, 'marketplace'] }),
      refreshAccess(),
    ])
  }
  return {
    renew,
    do: async (id: string, deed: Deed, body: object = {}): Promise<void> => {
      await workspace().api(`/plugins/${id}/${deed}`, { method: 'POST', body })
      await renew()
    },
    change: async (id: string, patch: PluginPatch): Promise<void> => {
      await workspace().api<Installed>(`/plugins/${id}`, { method: 'PATCH', body: patch })
      await queries.invalidateQueries({ queryKey: [workspace().slug, 'plugins'] })
    },
  }
}
