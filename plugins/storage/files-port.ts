import type { ConnectorContext, FilesPort, KeptFile } from '#sdk'
import { type Desk, deskOfPort } from './desk.ts'
import { errors } from './errors.ts'
import { findAttached, findFile, findFiles, findStoredFile } from './files/find-files.ts'
import { isPublic, presentFile } from './files/present-file.ts'
import { deleteFile } from './files/remove-file.ts'
import { partSize } from './limits.ts'
import { makeLink } from './links/make-link.ts'
import { readNewFile } from './read-new-file.ts'
import type { Settings } from './settings.ts'
import { openDeskStore } from './stores/open-desk-store.ts'
import type { FileRow } from './tables.ts'
import { confirmUpload } from './uploads/confirm-upload.ts'
import { createUpload } from './uploads/create-upload.ts'
import { presentUpload } from './uploads/find-upload.ts'
import { signUpload } from './uploads/sign-upload.ts'

/** The port `files` over whichever store the workspace has chosen. */
export function filesPort(context: ConnectorContext<Settings>): FilesPort {
  const open = () => deskOfPort(context)
  return {
    async put(file) {
      const desk = await open()
      const wish = readNewFile({ ...file, size: file.content.length })
      const known = file.id === undefined ? undefined : await findKnown(desk, file.id)
      if (known !== undefined && known.state !== 'uploading') return keep(desk, known)
      const row =
        known ?? (await createUpload(desk, { ...wish, ...(file.id === undefined ? {} : { id: file.id }) }, false))
      const body = new Blob([file.content.slice()]).stream() as ReadableStream<Uint8Array>
      await (await openDeskStore(desk, row.store)).put(row.id, body, { type: row.type, length: row.size })
      return keep(desk, await confirmUpload(desk, row.id))
    },
    async createUpload(file) {
      const desk = await open()
      const wish = readNewFile(file)
      return presentUpload(desk, await createUpload(desk, wish, wish.size > partSize))
    },
    async sign(fileId, request) {
      return signUpload(await open(), fileId, { through: false, ...request })
    },
    async confirm(fileId) {
      const desk = await open()
      return keep(desk, await confirmUpload(desk, fileId))
    },
    async link(fileId, { expiresInSeconds = 86_400, download = false } = {}) {
      const desk = await open()
      return makeLink(desk, await findStoredFile(desk, fileId), { expiresInSeconds, download })
    },
    async get(fileId) {
      const desk = await open()
      const row = await findKnown(desk, fileId)
      return row === undefined || row.state === 'uploading' || row.state === 'deleted' ? null : keep(desk, row)
    },
    async delete(fileId) {
      const desk = await open()
      await deleteFile(desk, await findStoredFile(desk, fileId))
    },
    async list({ subject, query, limit = 50, cursor } = {}) {
      const desk = await open()
      if (subject !== undefined)
        return { data: await keepAll(desk, await findAttached(desk, subject)), nextCursor: null }
      const page = await findFiles(desk, {
        limit,
        sort: 'newest',
        ...(query === undefined ? {} : { q: query }),
        ...(cursor === undefined || cursor === null ? {} : { cursor }),
      })
      return { data: await keepAll(desk, page.data), nextCursor: page.nextCursor }
    },
  }
}

async function findKnown(desk: Desk, id: string): Promise<FileRow | undefined> {
  return findFile(desk, id).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === errors.fileNotFound().code) return undefined
    throw error
  })
}

async function keep(desk: Desk, row: FileRow): Promise<KeptFile> {
  const { id, name, type, size, state, publicUrl, createdAt } = await presentFile(desk, row)
  return { id, name, type, size, state, public: isPublic(desk.belongings, row.folder), publicUrl, createdAt }
}

function keepAll(desk: Desk, rows: readonly FileRow[]): Promise<KeptFile[]> {
  return Promise.all(rows.map((row) => keep(desk, row)))
}
