import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'
import { readAll } from '../read-all.ts'
import type { EventType } from './say-events.ts'

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly description: string
  /** `crm.deal.won`, `crm.deal.*`, or `*` for everything. */
  readonly events: readonly string[]
  readonly signing: 'hmac' | 'ed25519'
  readonly enabled: boolean
  readonly disabledReason: string | null
  readonly version: number
  readonly createdAt: string
  readonly lastSuccessAt: string | null
  readonly lastFailureAt: string | null
}

/** A webhook as it is answered once, when it is made or its secret is replaced. */
export interface FreshWebhook extends Webhook {
  readonly secret?: string | null
  readonly publicKey?: string | null
}

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'dead'

export interface Delivery {
  readonly id: string
  readonly eventId: string
  readonly action: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly nextAttemptAt: string | null
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly createdAt: string
  readonly request: Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>> | null
}

export interface DeliveryPage {
  readonly data: readonly Delivery[]
  readonly nextCursor: string | null
}

export function webhooksKey(slug: string): readonly string[] {
  return [slug, 'webhooks']
}

export function useWebhooks() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...webhooksKey(workspace().slug), 'list'],
    queryFn: () => readAll<Webhook>(workspace(), '/webhooks'),
    enabled: workspace().can('webhooks.manage'),
    reconcile: 'id',
  }))
}

const healthRefreshMs = 15_000

export function useWebhook(id: () => string) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...webhooksKey(workspace().slug), 'one', id()],
    queryFn: () => workspace().api<Webhook>(`/webhooks/${id()}`),
    refetchInterval: healthRefreshMs,
    enabled: workspace().can('webhooks.manage'),
    reconcile: 'id',
  }))
}

const pendingRefreshMs = 3000

/** What was sent, the latest first; asked again while something is on its way. */
export function useDeliveries(id: () => string, state: () => string) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...webhooksKey(workspace().slug), 'deliveries', id(), state()],
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
      const query = new URLSearchParams({ limit: '50' })
      if (state() !== '') query.set('state', state())
      if (pageParam !== '') query.set('cursor', pageParam)
      return workspace().api<DeliveryPage>(`/webhooks/${id()}/deliveries?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: DeliveryPage) => page.nextCursor,
    placeholderData: keepPreviousData,
    reconcile: 'id',
    refetchInterval: (query: { state: { data?: { pages: readonly DeliveryPage[] } | undefined } }) =>
      query.state.data?.pages[0]?.data.some(isOnItsWay) === true ? pendingRefreshMs : false,
  }))
}

function isOnItsWay({ state, attempts, nextAttemptAt }: Delivery): boolean {
  const isSoon = nextAttemptAt === null || Date.parse(nextAttemptAt) - Date.now() < 60_000
  return state === 'pending' && (attempts === 0 || isSoon)
}

/** Every kind of event that can happen here: those of the platform and of the modules that are on. */
export function useEventTypes() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...webhooksKey(workspace().slug), 'event-types'],
    queryFn: async () => {
      const { data } = await workspace().api<{ data: readonly EventType[] }>('/events/schemas')
      return data.filter(({ module }) => module === 'kernel' || workspace().modules.has(module))
    },
    enabled: workspace().can('webhooks.manage'),
    staleTime: Number.POSITIVE_INFINITY,
  }))
}
