import { useParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'

export interface Access {
  readonly slug: string
  readonly name: string
  readonly logoUrl: string | null
  /** As #rrggbb; null for the platform's own. */
  readonly colour: string | null
  readonly timeZone: string
  readonly currency: string
  readonly language: string
  /** The platform's own permissions in plain words, by id. */
  readonly permissionTitles: Readonly<Record<string, string>>
  /** For If-Match. */
  readonly version: number
}

/** What the frame around the page has asked already, with the parts that only some pages read. */
export function useAccess() {
  const workspace = useWorkspace()
  const params = useParams<{ workspace: string }>()
  return useQuery(() => ({
    queryKey: [params.workspace, 'workspace'],
    queryFn: () => workspace().api<Access>('/tenant/access'),
  }))
}

/** Asks anew what is on and what is allowed, so that the sidebar follows. */
export function useRefreshAccess(): () => Promise<void> {
  const queries = useQueryClient()
  // By the second part: the page may have been opened by the workspace's id instead of its address.
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === 'workspace' })
}
