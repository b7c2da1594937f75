import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { emptyHome } from './open-bucket.ts'

const workspacesAtOnce = 5
const pagesAtOnce = 10

/** Removes what workspaces that are gone had stored, ten thousand objects of each at most; the next sweep goes on. */
export async function removeAbandonedFiles(env: Env): Promise<void> {
  const { FILES } = env
  if (FILES === undefined) return
  const system = kernelDatabase(env, systemTenantId)
  for (const [id] of await system.call('select kernel.files_to_remove($1)', [workspacesAtOnce])) {
    let hasMore = true
    for (let page = 0; hasMore && page < pagesAtOnce; page++) hasMore = await emptyHome(FILES, String(id))
    if (!hasMore) await system.call('select kernel.files_removed($1)', [String(id)])
  }
}
