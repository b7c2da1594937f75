import { and, eq } from 'drizzle-orm'
import { type LedgerRecord, must } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { releaseRoom } from '../room.ts'
import { removalOf } from '../stores/remove-object.ts'
import { type FileRow, files } from '../tables.ts'

/** Gives an upload up: its room is free again, and what came of it goes. */
export async function cancelUpload(desk: Desk, row: FileRow): Promise<void> {
  await dropUpload(desk, row, events.uploadCancelled(`upload:${row.id}`, { id: row.id, name: row.name }))
}

/** Takes an upload off the list for whatever reason the record gives; one that was confirmed meanwhile stays. */
export async function dropUpload(desk: Desk, row: FileRow, record: LedgerRecord): Promise<void> {
  await desk.change(
    record,
    (tx) => [
      must(
        tx
          .delete(files)
          .where(and(eq(files.id, row.id), eq(files.state, 'uploading')))
          .returning({ id: files.id }),
        errors.uploadNotFound({ id: row.id }),
      ),
      releaseRoom(tx, row.size),
    ],
    { jobs: removalOf(row, desk.now) },
  )
}
