import { and, eq } from 'drizzle-orm'
import { must } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { findFile, findSubjects } from '../files/find-files.ts'
import { firstState, scanOf } from '../files/scan-file.ts'
import { tellingBytes, typeFault } from '../files/sniff-type.ts'
import { fillRoom } from '../room.ts'
import type { ObjectStore } from '../stores/object-store.ts'
import { openDeskStore } from '../stores/open-desk-store.ts'
import { type FileRow, files } from '../tables.ts'
import { dropUpload } from './cancel-upload.ts'

/**
 * Takes an upload into the library: as long as it was announced, beginning as its type does, and clean.
 *
 * With a scanner it is shown to nobody until that has said so. A second call answers as the first did. What does not
 * fit is removed and its room released.
 */
export async function confirmUpload(desk: Desk, id: string): Promise<FileRow> {
  const row = await findFile(desk, id)
  if (row.state === 'deleted') throw errors.uploadNotFound({ id })
  if (row.state !== 'uploading') return row
  const store = await openDeskStore(desk, row.store)
  const etag = await inspect(desk, store, row)
  const { name, size, type } = row
  const state = firstState(desk)
  const taken = await desk.change(
    events.fileCreated(`file:${id}`, { id, name, size, type }, await findSubjects(desk, id)),
    (tx) => [
      must(
        tx
          .update(files)
          .set({ state, etag, uploadId: null, expiresAt: null, updatedAt: desk.now.toISOString() })
          .where(and(eq(files.id, id), eq(files.state, 'uploading')))
          .returning(),
        errors.uploadNotFound({ id }),
      ),
      fillRoom(tx, size),
    ],
    { jobs: state === 'checking' ? [scanOf(id)] : [] },
  )
  const [stored] = taken[0] as FileRow[]
  if (stored === undefined) throw errors.uploadNotFound({ id })
  return stored
}

/** Looks at what arrived; answers its etag, by which it is read from now on. */
async function inspect(desk: Desk, store: ObjectStore, row: FileRow): Promise<string> {
  const { id, size, type } = row
  const found = await store.head(id)
  if (found === undefined) throw errors.notUploaded({ id })
  if (found.size !== size) {
    const facts = { id, announced: size, arrived: found.size }
    await refuse(desk, row, `${found.size} bytes arrived instead of ${size}`)
    throw errors.sizeWrong(facts)
  }
  const fault = size === 0 ? undefined : typeFault(type, await readBeginning(store, row, found.etag))
  if (fault === undefined) return found.etag
  await refuse(desk, row, fault)
  throw errors.typeWrong({ id, detail: fault })
}

async function readBeginning(store: ObjectStore, { id, size }: FileRow, etag: string): Promise<Uint8Array> {
  const range = { offset: 0, length: Math.min(size, tellingBytes) }
  const read = await store.read(id, { range, etag })
  if (read === undefined) throw errors.notUploaded({ id })
  return new Uint8Array(await new Response(read.body).arrayBuffer())
}

function refuse(desk: Desk, row: FileRow, reason: string): Promise<void> {
  const { id, name } = row
  return dropUpload(desk, row, events.uploadRefused(`upload:${id}`, { id, name, reason }))
}
