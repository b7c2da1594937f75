import type { Desk } from '../records/desk.ts'
import type { NoteItem } from '../types.ts'

/** Changes a note. */
export async function changeNote({ workspace }: Desk, note: NoteItem, patch: Partial<NoteItem>): Promise<NoteItem> {
  return workspace.api<NoteItem>(`/crm/notes/${note.id}`, {
    method: 'PATCH',
    body: patch,
    headers: { 'if-match': `"${note.version}"` },
  })
}
