import { keepPreviousData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import { useWorkspace, type Workspace } from '../use-workspace.ts'

export interface Notification {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string
  /** The page that it leads to, under the workspace. */
  readonly path: string
  readonly createdAt: string
  readonly readAt: string | null
}

export interface NotificationPage {
  readonly data: readonly Notification[]
  readonly nextCursor: string | null
}

/** The first parts of every key about notifications: what the bell's ring makes out of date. */
export function notificationsKey(slug: string): readonly string[] {
  return [slug, 'notifications']
}

/** Should a ring be lost, the count is right again after this long. */
const unreadRefreshMs = 120_000

/** How many are not read; 100 for as many or more. */
export function useUnread() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...notificationsKey(workspace().slug), 'unread'],
    queryFn: () => workspace().api<{ unread: number }>('/notifications/unread'),
    refetchInterval: unreadRefreshMs,
  }))
}

/** What the person was told, the newest first. */
export function useNotifications(onlyUnread: () => boolean) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...notificationsKey(workspace().slug), 'list', onlyUnread()],
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
      const query = new URLSearchParams({ limit: '30' })
      if (onlyUnread()) query.set('unread', 'true')
      if (pageParam !== '') query.set('cursor', pageParam)
      return workspace().api<NotificationPage>(`/notifications?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: NotificationPage) => page.nextCursor,
    placeholderData: keepPreviousData,
    reconcile: 'id',
  }))
}

/** Marks as read: some, or all up to one. */
export function useRead() {
  const queries = useQueryClient()
  const workspace = useWorkspace()
  return (what: { readonly ids: readonly string[] } | { readonly upTo: string }): Promise<void> =>
    markRead(queries, workspace(), what)
}

async function markRead(queries: QueryClient, workspace: Workspace, body: object): Promise<void> {
  await workspace.api('/notifications/read', { method: 'POST', body })
  await queries.invalidateQueries({ queryKey: notificationsKey(workspace.slug) })
}
