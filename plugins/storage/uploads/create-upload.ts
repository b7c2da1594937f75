import { and, eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { must, newId } from '#sdk'
import type { NewUpload } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { foldText } from '../files/fold-text.ts'
import { mediaKind } from '../files/media-kind.ts'
import { publicFolder } from '../files/present-file.ts'
import { largestFile, partSize, uploadLastsMs } from '../limits.ts'
import { reserveRoom } from '../room.ts'
import { openDeskStore } from '../stores/open-desk-store.ts'
import { sweepAt } from '../sweep-at.ts'
import { attachments, type FileRow, files } from '../tables.ts'

export type UploadWish = InferOutput<typeof NewUpload> & { readonly id?: string }

/** Reserves room for a file and opens an upload of it, in parts where it is long. Nothing is sent yet. */
export async function createUpload(desk: Desk, wish: UploadWish, inParts = wish.size > partSize): Promise<FileRow> {
  if (wish.size > largestFile) throw errors.tooLarge({ limitBytes: largestFile })
  const row = newRow(desk, wish, inParts)
  const { id, name, size, type } = row
  const [, inserted] = await desk.change(
    events.uploadStarted(`upload:${id}`, { id, name, size, type }),
    (tx) => [
      reserveRoom(tx, desk.tenant, size),
      tx.insert(files).values(row).returning(),
      ...(wish.subject === undefined ? [] : [tx.insert(attachments).values({ subject: wish.subject, fileId: id })]),
    ],
    { jobs: [sweepAt(desk.now)] },
  )
  const [stored] = inserted as FileRow[]
  if (stored === undefined) throw new Error('An upload was stored as nothing')
  return inParts && stored.uploadId === null ? beginParts(desk, stored) : stored
}

function newRow(desk: Desk, wish: UploadWish, inParts: boolean): typeof files.$inferInsert & FileRow {
  const id = wish.id ?? newId()
  const now = desk.now.toISOString()
  return {
    id,
    folder: wish.public ? publicFolder(desk.belongings, id) : '',
    name: wish.name,
    searchText: foldText(wish.name),
    kind: mediaKind(wish.type),
    type: wish.type,
    size: wish.size,
    state: 'uploading',
    store: desk.settings.store,
    uploadId: null,
    partSize: inParts ? partSize : null,
    etag: null,
    reason: null,
    createdBy: desk.actor,
    version: 1,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(desk.now.getTime() + uploadLastsMs).toISOString(),
  }
}

/** The store is asked when the room is taken: what it opened for nothing would stay there. */
async function beginParts(desk: Desk, { id, name, type, store }: FileRow): Promise<FileRow> {
  const uploadId = await (await openDeskStore(desk, store)).begin(id, type)
  const [row] = await desk.change(events.uploadOpened(`upload:${id}`, { id, name }), (tx) =>
    must(
      tx
        .update(files)
        .set({ uploadId })
        .where(and(eq(files.id, id), eq(files.state, 'uploading')))
        .returning(),
      errors.uploadNotFound({ id }),
    ),
  )
  if (row === undefined) throw errors.uploadNotFound({ id })
  return row
}
