import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { useWorkspace, type Workspace } from '#kit'

/** Where a record is changed from: the workspace, and the cache that is to know. */
export interface Desk {
  readonly workspace: Workspace
  readonly client: QueryClient
}

/** The desk of the page, to be asked at the moment of a change. */
export function useDesk(): () => Desk {
  const workspace = useWorkspace()
  const client = useQueryClient()
  return () => ({ workspace: workspace(), client })
}
