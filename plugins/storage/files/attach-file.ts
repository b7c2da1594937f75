import { and, eq } from 'drizzle-orm'
import { must } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { attachments, type FileRow } from '../tables.ts'

/** Puts a file of the library to a record of whatever module; twice is once. */
export async function attachFile(desk: Desk, { id, name }: FileRow, subject: string): Promise<void> {
  await desk.change(events.fileAttached(`file:${id}`, { id, name }, [subject]), (tx) =>
    tx.insert(attachments).values({ subject, fileId: id }).onConflictDoNothing(),
  )
}

/** Takes a file off a record. It stays in the library. */
export async function detachFile(desk: Desk, { id, name }: FileRow, subject: string): Promise<void> {
  await desk.change(events.fileDetached(`file:${id}`, { id, name }, [subject]), (tx) =>
    must(
      tx
        .delete(attachments)
        .where(and(eq(attachments.subject, subject), eq(attachments.fileId, id)))
        .returning({ fileId: attachments.fileId }),
      errors.fileNotFound({ id }),
    ),
  )
}
