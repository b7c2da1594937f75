import { and, eq, inArray } from 'drizzle-orm'
import { must } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { trashLastsMs } from '../limits.ts'
import { freeRoom } from '../room.ts'
import { removalOf } from '../stores/remove-object.ts'
import { sweepAt } from '../sweep-at.ts'
import { type FileRow, files } from '../tables.ts'
import { firstState, scanOf } from './scan-file.ts'

const shown = ['ready', 'checking', 'quarantined'] as const

/** Puts a file aside for a day, in which it can be put back. */
export async function deleteFile(desk: Desk, { id, name }: FileRow): Promise<void> {
  const now = desk.now.toISOString()
  const goneAt = new Date(desk.now.getTime() + trashLastsMs).toISOString()
  await desk.change(
    events.fileDeleted(`file:${id}`, { id, name }),
    (tx) =>
      must(
        tx
          .update(files)
          .set({ state: 'deleted', expiresAt: goneAt, updatedAt: now })
          .where(and(eq(files.id, id), inArray(files.state, [...shown])))
          .returning({ id: files.id }),
        errors.fileNotFound({ id }),
      ),
    { jobs: [sweepAt(desk.now)] },
  )
}

/** Puts a deleted file back. What was found dangerous stays locked away; where there is a scanner, it looks once more. */
export async function restoreFile(desk: Desk, { id, name, reason }: FileRow): Promise<FileRow> {
  const state = reason !== null ? 'quarantined' : firstState(desk)
  const [row] = await desk.change(
    events.fileRestored(`file:${id}`, { id, name }),
    (tx) =>
      must(
        tx
          .update(files)
          .set({ state, expiresAt: null, updatedAt: desk.now.toISOString() })
          .where(and(eq(files.id, id), eq(files.state, 'deleted')))
          .returning(),
        errors.fileNotFound({ id }),
      ),
    { jobs: state === 'checking' ? [scanOf(id)] : [] },
  )
  if (row === undefined) throw errors.fileNotFound({ id })
  return row
}

/** Removes a file for good: its room is free at once, and its bytes go. */
export async function removeFile(desk: Desk, row: FileRow): Promise<void> {
  const { id, name, size } = row
  await desk.change(
    events.fileRemoved(`file:${id}`, { id, name }),
    (tx) => [
      must(
        tx
          .delete(files)
          .where(and(eq(files.id, id), inArray(files.state, [...shown, 'deleted'])))
          .returning({ id: files.id }),
        errors.fileNotFound({ id }),
      ),
      freeRoom(tx, size),
    ],
    { jobs: removalOf(row, desk.now) },
  )
}
