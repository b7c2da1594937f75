import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'

/** Something that a module or a webhook was to do. */
export interface Undone {
  readonly id: string
  readonly kind: 'plugin' | 'webhook' | 'job'
  /** The id of the module or of the webhook. */
  readonly target: string
  /** Of the event; of a job its name. */
  readonly action: string
  readonly state: 'pending' | 'failed' | 'delivered' | 'dead'
  readonly attempts: number
  readonly nextAttemptAt: string | null
  readonly lastError: string | null
  readonly createdAt: string
}

interface UndonePage {
  readonly data: readonly Undone[]
  readonly nextCursor: string | null
}

const refreshMs = 15_000

export function undoneKey(slug: string): readonly string[] {
  return [slug, 'undone']
}

/** What was given up (`dead`), or is tried again by itself (`failed`); the newest first. */
export function useUndone(state: () => string) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...undoneKey(workspace().slug), state()],
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
      const query = new URLSearchParams({ limit: '50', state: state() })
      if (pageParam !== '') query.set('cursor', pageParam)
      return workspace().api<UndonePage>(`/deliveries?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: UndonePage) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    enabled: workspace().can('webhooks.manage'),
    reconcile: 'id',
  }))
}
