import { and, asc, isNotNull, lte } from 'drizzle-orm'
import type { AppError, JobOutcome } from '#sdk'
import type { Desk } from './desk.ts'
import { removeFile } from './files/remove-file.ts'
import { files } from './tables.ts'
import { cancelUpload } from './uploads/cancel-upload.ts'

const atOnce = 100

/** The job: gives up uploads that nobody finished and removes what was deleted long enough ago; comes again while there is more. */
export async function sweep(desk: Desk): Promise<JobOutcome> {
  const due = await desk.db
    .select()
    .from(files)
    .where(and(isNotNull(files.expiresAt), lte(files.expiresAt, desk.now.toISOString())))
    .orderBy(asc(files.expiresAt))
    .limit(atOnce)
  for (const row of due) {
    const work = row.state === 'uploading' ? cancelUpload(desk, row) : removeFile(desk, row)
    await work.catch(ignoreMissing)
  }
  const [next] = await desk.db
    .select({ expiresAt: files.expiresAt })
    .from(files)
    .where(isNotNull(files.expiresAt))
    .orderBy(asc(files.expiresAt))
    .limit(1)
  if (next?.expiresAt === undefined || next.expiresAt === null) return 'done'
  return { againAfterMs: Math.max(1000, Date.parse(next.expiresAt) - desk.now.getTime() + 1000) }
}

/** Somebody confirmed it, put it back or removed it at this very moment. */
function ignoreMissing(error: Error): void {
  if ((error as AppError).status !== 404) throw error
}
