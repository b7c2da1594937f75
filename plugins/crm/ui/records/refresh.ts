import { refreshLists } from '../lists/list-cache.ts'
import type { RecordKind } from '../types.ts'
import type { Desk } from './desk.ts'

/** Asks again for what a change may have changed: the lists of these kinds with care, all else that is looked at. */
export async function refreshRecords({ workspace, client }: Desk, kinds: readonly RecordKind[]): Promise<void> {
  await Promise.all([
    ...kinds.map((kind) => refreshLists(client, workspace.slug, kind)),
    client.invalidateQueries({ queryKey: [workspace.slug, 'crm'] }),
  ])
}
