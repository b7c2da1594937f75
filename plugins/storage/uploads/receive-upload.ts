import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import type { ObjectStore } from '../stores/object-store.ts'
import { openDeskStore } from '../stores/open-desk-store.ts'
import { readParts } from '../stores/s3-xml.ts'
import type { FileRow } from '../tables.ts'
import { findUpload } from './find-upload.ts'

/** What came to an address that was signed here. */
export interface Arrival {
  readonly fileId: string
  readonly uploadId: string
  readonly partNumber: number
  readonly length: number
  readonly type: string
}

type Named = { readonly number: number; readonly etag: string }

/** Only uploads that still go on take bytes: a file that was confirmed is never written again. */
async function openUpload(desk: Desk, { fileId, uploadId }: Arrival): Promise<{ row: FileRow; store: ObjectStore }> {
  const row = await findUpload(desk, fileId)
  if ((row.uploadId ?? '') !== uploadId) throw errors.uploadNotFound({ id: fileId })
  return { row, store: await openDeskStore(desk, row.store) }
}

/** Takes a whole object or one part, of exactly the length and type that were signed; answers its etag. */
export async function receiveBytes(
  desk: Desk,
  arrival: Arrival,
  body: ReadableStream<Uint8Array> | null,
  sent: { readonly length: string | undefined; readonly type: string | undefined },
): Promise<string> {
  const { fileId, uploadId, partNumber, length, type } = arrival
  if (sent.length !== undefined && Number(sent.length) !== length)
    throw errors.sizeWrong({ announced: length, arrived: Number(sent.length) })
  if (type !== '' && sent.type !== type) throw errors.typeWrong({ announced: type, arrived: sent.type ?? null })
  const { store } = await openUpload(desk, arrival)
  const bytes = body ?? (new Blob([]).stream() as ReadableStream<Uint8Array>)
  try {
    const stored =
      uploadId === ''
        ? await store.put(fileId, bytes, { type, length })
        : await store.putPart(fileId, uploadId, partNumber, bytes, length)
    return stored.etag
  } catch (error) {
    // The stream of a fixed length says so where more came than was signed, or less.
    if (error instanceof TypeError && /FixedLengthStream|length/i.test(error.message))
      throw errors.sizeWrong({ announced: length })
    throw error
  }
}

export async function listArrivedParts(desk: Desk, arrival: Arrival): Promise<Named[]> {
  const { store } = await openUpload(desk, arrival)
  return store.parts(arrival.fileId, arrival.uploadId)
}

/** Puts the parts together as they were named, in S3's own words; answers the object's etag. */
export async function completeParts(desk: Desk, arrival: Arrival, request: string): Promise<string> {
  const { store } = await openUpload(desk, arrival)
  const done = await store.complete(arrival.fileId, arrival.uploadId, readParts(request))
  if (done === undefined) throw errors.partsMissing({ id: arrival.fileId })
  return done.etag
}

export async function abortParts(desk: Desk, arrival: Arrival): Promise<void> {
  const { store } = await openUpload(desk, arrival)
  await store.abort(arrival.fileId, arrival.uploadId)
}
