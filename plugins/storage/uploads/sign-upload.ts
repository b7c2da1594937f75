import type { InferOutput } from 'valibot'
import { platformErrors } from '#sdk'
import type { Signed, SignRequest } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { signatureLastsMs } from '../limits.ts'
import { signUploadAddress } from '../links/upload-address.ts'
import type { Grant } from '../stores/object-store.ts'
import { openDeskStore } from '../stores/open-desk-store.ts'
import type { FileRow } from '../tables.ts'
import { findUpload, partsOf } from './find-upload.ts'

/** Signs one request of an upload: at the store itself, or through the platform. */
export async function signUpload(
  desk: Desk,
  id: string,
  wish: InferOutput<typeof SignRequest>,
): Promise<InferOutput<typeof Signed>> {
  const row = await findUpload(desk, id)
  const lastMs = Math.min(desk.now.getTime() + signatureLastsMs, Date.parse(row.expiresAt ?? row.createdAt))
  const grant = { ...grantOf(row, wish), expiresAt: new Date(lastMs) }
  const { presign } = await openDeskStore(desk, row.store)
  const signed = presign === undefined || wish.through ? await signUploadAddress(desk, grant) : await presign(grant)
  return { ...signed, expiresAt: grant.expiresAt.toISOString() }
}

type Wish = InferOutput<typeof SignRequest>

function grantOf(row: FileRow, wish: Wish): Omit<Grant, 'expiresAt'> {
  const { id: key, uploadId, size, type } = row
  const { method, partNumber } = wish
  if (wish.uploadId !== undefined && wish.uploadId !== uploadId)
    throw misfit('uploadId', 'This is not the upload of this file')
  if (uploadId === null) {
    if (method !== 'PUT') throw misfit('method', 'This file is sent in one go, with PUT')
    return { method, key, length: size, type }
  }
  if (method !== 'PUT') return { method, key, uploadId }
  if (partNumber === undefined || partNumber > partsOf(row))
    throw misfit('partNumber', `Say which part, from 1 to ${partsOf(row)}`)
  return { method, key, uploadId, partNumber, length: lengthOfPart(row, partNumber) }
}

/** All parts are as long as the first, the last one as it is. */
export function lengthOfPart({ size, partSize }: Pick<FileRow, 'size' | 'partSize'>, partNumber: number): number {
  return Math.min(partSize ?? size, size - (partNumber - 1) * (partSize ?? size))
}

function misfit(field: keyof Wish, detail: string): Error {
  return platformErrors.invalid({ errors: [{ in: 'body', pointer: `#/${field}`, detail }] })
}
