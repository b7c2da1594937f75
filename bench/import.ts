import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Imports so many contacts over HTTP into a new platform, and answers a row of the table. */
export async function measureImport(database: 'PGlite' | 'PostgreSQL', count: number): Promise<Record<string, string>> {
  const child = fork(join(import.meta.dirname, 'import-once.ts'), [database, String(count)])
  const [row] = (await once(child, 'message')) as [Record<string, string>]
  return row
}
