import { and, eq, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { must, platformErrors } from '#sdk'
import type { FilePatch } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { type FileRow, files } from '../tables.ts'
import { findStoredFile } from './find-files.ts'
import { foldText } from './fold-text.ts'
import { isPublic, publicFolder } from './present-file.ts'

/** Renames a file, or opens it to everybody, or closes it again. The bytes stay where they are. */
export async function changeFile(
  desk: Desk,
  id: string,
  patch: InferOutput<typeof FilePatch>,
  wanted: number | undefined,
): Promise<FileRow> {
  const current = await findStoredFile(desk, id)
  if (current.state === 'deleted') throw errors.fileNotFound({ id })
  if (wanted !== undefined && wanted !== current.version) throw platformErrors.versionChanged()
  const set = {
    ...(patch.name === undefined ? {} : { name: patch.name, searchText: foldText(patch.name) }),
    ...(patch.public === undefined || patch.public === isPublic(desk.belongings, current.folder)
      ? {}
      : { folder: patch.public ? publicFolder(desk.belongings, id) : '' }),
  }
  if (Object.keys(set).length === 0) return current
  const fields = Object.keys(patch).filter((field) => patch[field as keyof typeof patch] !== undefined)
  const [row] = await desk.change(events.fileUpdated(`file:${id}`, { id, fields }), (tx) =>
    must(
      tx
        .update(files)
        .set({ ...set, version: sql`${files.version} + 1`, updatedAt: desk.now.toISOString() })
        .where(and(eq(files.id, id), eq(files.version, current.version)))
        .returning(),
      platformErrors.versionChanged(),
    ),
  )
  if (row === undefined) throw errors.fileNotFound({ id })
  return row
}
