import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { linkAddress } from '../files/present-file.ts'
import type { FileRow } from '../tables.ts'
import { openLinks } from './link-token.ts'

/** A link by which anybody can open a private file until it expires. */
export async function makeLink(
  desk: Pick<Desk, 'belongings' | 'tenant' | 'now'>,
  row: FileRow,
  { expiresInSeconds, download }: { readonly expiresInSeconds: number; readonly download: boolean },
): Promise<{ url: string; expiresAt: string }> {
  requireReady(row)
  const expiresAt = new Date((Math.floor(desk.now.getTime() / 1000) + expiresInSeconds) * 1000)
  const sign = await openLinks(desk.belongings)
  const token = await sign({ fileId: row.id, expiresAt, use: download ? 'download' : 'show' })
  return { url: linkAddress(desk, token), expiresAt: expiresAt.toISOString() }
}

/** Refuses what is not to be opened, and says why. */
export function requireReady({ id, state }: Pick<FileRow, 'id' | 'state'>): void {
  if (state === 'checking') throw errors.notReady({ id })
  if (state === 'quarantined') throw errors.quarantined({ id })
  if (state !== 'ready') throw errors.fileNotFound({ id })
}
