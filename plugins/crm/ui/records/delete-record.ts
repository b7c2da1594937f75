import { notifyUndo, Problem } from '#kit'
import { takeFromLists } from '../lists/list-cache.ts'
import type { RecordKind } from '../types.ts'
import type { Desk } from './desk.ts'
import { nouns, recordKey } from './keys.ts'
import { refreshRecords } from './refresh.ts'

export interface Doomed {
  readonly id: string
  /** For the short words: `Anna Berg`. */
  readonly name: string
}

/** Moves a record to the trash: it leaves the lists at once, comes back when that fails, and for a moment one can undo it. */
export async function deleteRecord(desk: Desk, kind: RecordKind, { id, name }: Doomed): Promise<void> {
  const { client, workspace } = desk
  const putBack = takeFromLists(client, workspace.slug, kind, new Set([id]))
  try {
    await workspace.api(`/crm/${kind}/${id}`, { method: 'DELETE' })
  } catch (error) {
    // Somebody else was faster: gone is gone.
    if (!(error instanceof Problem && error.status === 404)) {
      putBack(new Set([id]))
      throw error
    }
  }
  client.removeQueries({ queryKey: recordKey(workspace.slug, nouns[kind], id), exact: true })
  void refreshRecords(desk, [kind])
  notifyUndo(`${name} deleted`, async () => {
    await workspace.api(`/crm/${kind}/${id}/restore`, { method: 'POST' })
    await refreshRecords(desk, [kind])
  })
}
