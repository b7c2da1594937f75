import type { InferOutput } from 'valibot'
import type { Belongings, Tenant } from '#sdk'
import type { File } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { openLinks } from '../links/link-token.ts'
import type { FileRow } from '../tables.ts'
import { hasPreview } from './media-kind.ts'

const hourMs = 3_600_000
/** Larger pictures would cost a list of them more than it is worth. */
const largestPreview = 12 * 1024 ** 2

/** Rows as the API shows them. */
export async function presentFiles(
  desk: Pick<Desk, 'belongings' | 'tenant' | 'now'>,
  rows: readonly FileRow[],
): Promise<InferOutput<typeof File>[]> {
  const link = await openLinks(desk.belongings)
  // At the full hour, so that the address stays the same for a while and the browser need not load the picture again.
  const expiresAt = new Date((Math.floor(desk.now.getTime() / hourMs) + 2) * hourMs)
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      name: row.name,
      kind: row.kind,
      type: row.type,
      size: row.size,
      state: row.state,
      public: isPublic(desk.belongings, row.folder),
      publicUrl: publicAddress(desk, row),
      previewUrl:
        row.state === 'ready' && hasPreview(row.type) && row.size <= largestPreview
          ? linkAddress(desk, await link({ fileId: row.id, expiresAt, use: 'show' }))
          : null,
      reason: row.reason,
      createdBy: row.createdBy,
      version: row.version,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      goneAt: row.state === 'deleted' ? row.expiresAt : null,
    })),
  )
}

export async function presentFile(desk: Pick<Desk, 'belongings' | 'tenant' | 'now'>, row: FileRow) {
  const [file] = await presentFiles(desk, [row])
  if (file === undefined) throw new Error('A row was presented as nothing')
  return file
}

/** Where a signed link leads. */
export function linkAddress({ belongings, tenant }: { belongings: Belongings; tenant: Tenant }, token: string): string {
  return `${belongings.installation.origin}/api/public/${tenant.slug}/storage/f/${token}`
}

/** Whether a folder is one whose files are for everybody. */
export function isPublic({ installation }: Belongings, folder: string): boolean {
  return installation.publicObjectPaths.some((path) => folder === path || folder.startsWith(`${path}/`))
}

/** The folder of a file that is for everybody: under the first search path, in one of its own, so that names may repeat. */
export function publicFolder({ installation }: Belongings, fileId: string): string {
  const [first = 'public'] = installation.publicObjectPaths
  return `${first}/${fileId.slice(-12)}`
}

function publicAddress(
  { belongings, tenant }: Pick<Desk, 'belongings' | 'tenant'>,
  { folder, name, state }: FileRow,
): string | null {
  const path = belongings.installation.publicObjectPaths.find(
    (each) => folder === each || folder.startsWith(`${each}/`),
  )
  if (path === undefined || state !== 'ready') return null
  const steps = [...folder.slice(path.length).split('/'), name].filter((step) => step !== '')
  return `${belongings.installation.origin}/api/public/${tenant.slug}/storage/public/${steps.map(encodeURIComponent).join('/')}`
}
