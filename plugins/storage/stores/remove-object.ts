import * as v from 'valibot'
import type { JobRequest } from '#sdk'
import type { Desk } from '../desk.ts'
import { signatureLastsMs } from '../limits.ts'
import type { FileRow } from '../tables.ts'
import { openDeskStore } from './open-desk-store.ts'

const Payload = v.object({
  fileId: v.string(),
  store: v.picklist(['builtin', 's3', 'replit']),
  uploadId: v.nullable(v.string()),
})

/**
 * The work of removing a file's bytes, stored in the same change that removes its row: with the row gone, nobody else
 * would know of them.
 *
 * A store that takes files from browsers itself may still take this one while an address for it lives, so it is done
 * once more after that.
 */
export function removalOf({ id, store, uploadId }: FileRow, now: Date): JobRequest[] {
  const payload = { fileId: id, store, uploadId }
  const again = { name: 'removeObject', payload, dueAt: new Date(now.getTime() + signatureLastsMs + 60_000) }
  return [{ name: 'removeObject', payload }, ...(store === 's3' ? [again] : [])]
}

/** The job. What is gone already is no failure. */
export async function removeObject(desk: Desk, payload: unknown): Promise<'done'> {
  const { fileId, store, uploadId } = v.parse(Payload, payload)
  const bytes = await openDeskStore(desk, store)
  if (uploadId !== null) await bytes.abort(fileId, uploadId)
  await bytes.remove(fileId)
  return 'done'
}
