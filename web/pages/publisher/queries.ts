import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Problem, useWorkspace } from '#kit'

/** This workspace as a publisher. */
export interface OwnPublisher {
  readonly slug: string
  readonly name: string
  readonly website: string | null
  readonly verified: boolean
}

export interface PublisherKey {
  /** The end of its hash: sixteen letters, which every signature names. */
  readonly id: string
  readonly title: string
  readonly createdAt: string
}

export interface OwnVersion {
  readonly version: string
  readonly state: 'submitted' | 'live' | 'refused' | 'yanked' | 'rolled_back'
  readonly reason: string | null
  readonly at: string
  readonly installs: number
  /** Of the last day. */
  readonly calls: number
  readonly errors: number
}

export interface OwnPlugin {
  readonly id: string
  readonly title: string
  readonly icon: string
  readonly installs: number
  /** Stopped everywhere, by whoever runs the platform. */
  readonly killed: boolean
  readonly reason: string | null
  readonly versions: readonly OwnVersion[]
}

/** What this workspace publishes as: null in it before it does. */
export function useOwnPublisher() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'publisher', 'own'],
    queryFn: async (): Promise<{ readonly publisher: OwnPublisher | null }> => {
      try {
        return { publisher: await workspace().api<OwnPublisher>('/publisher') }
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return { publisher: null }
        throw error
      }
    },
    enabled: workspace().can('publisher.manage'),
  }))
}

export function useKeys() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'publisher', 'keys'],
    queryFn: () => workspace().api<{ readonly data: readonly PublisherKey[] }>('/publisher/keys'),
    reconcile: 'id',
  }))
}

export function useOwnPlugins() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'publisher', 'plugins'],
    queryFn: () => workspace().api<{ readonly data: readonly OwnPlugin[] }>('/publisher/plugins'),
    reconcile: 'id',
  }))
}

/** Has everything about the publisher asked again. */
export function useRenewPublisher(): () => Promise<void> {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [workspace().slug, 'publisher'] })
}
