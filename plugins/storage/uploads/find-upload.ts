import { and, desc, eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import type { Upload } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { type FileRow, files } from '../tables.ts'

/** An upload that still goes on. */
export async function findUpload(desk: Pick<Desk, 'db'>, id: string): Promise<FileRow> {
  const [row] = await desk.db
    .select()
    .from(files)
    .where(and(eq(files.id, id), eq(files.state, 'uploading')))
  if (row === undefined) throw errors.uploadNotFound({ id })
  return row
}

/** The uploads that somebody has not finished, the newest first. */
export async function listUploads(desk: Desk): Promise<FileRow[]> {
  return desk.db
    .select()
    .from(files)
    .where(and(eq(files.state, 'uploading'), eq(files.createdBy, desk.actor)))
    .orderBy(desc(files.id))
    .limit(100)
}

/** How many parts a file comes in; none where it is sent in one go. */
export function partsOf({ size, partSize }: Pick<FileRow, 'size' | 'partSize'>): number {
  return partSize === null ? 0 : Math.ceil(size / partSize)
}

export function presentUpload(desk: Desk, row: FileRow): InferOutput<typeof Upload> {
  const { id, name, type, size, uploadId, partSize, createdAt, expiresAt } = row
  return {
    id,
    name,
    type,
    size,
    uploadId,
    partSize,
    parts: partsOf(row),
    direct: goesDirect(desk, row),
    createdAt,
    expiresAt: expiresAt ?? createdAt,
  }
}

/** Pages may talk to their own origin and to those that the operator names. */
function goesDirect({ belongings, settings }: Desk, { store }: FileRow): boolean {
  return (
    store === 's3' &&
    URL.canParse(settings.endpoint) &&
    belongings.installation.uploadOrigins.includes(new URL(settings.endpoint).origin)
  )
}
