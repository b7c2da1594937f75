import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { useWorkspace, type Workspace } from '#kit'

/** Where something is changed from: the workspace, and the cache that is to know. */
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

/** Asks for everything of the module again that is looked at. */
export async function refresh({ workspace, client }: Desk): Promise<void> {
  await client.invalidateQueries({ queryKey: [workspace.slug, 'booking'] })
}
