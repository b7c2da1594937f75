import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Migration } from '../../kernel/database/migration.ts'

const root = join(import.meta.dirname, '../..')

/** The ids of the plugins in a folder: every folder with a `plugin.ts`, in alphabetical order. */
export async function findPluginIds(folder = join(root, 'plugins')): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const ids = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ((await readdir(join(folder, name))).includes('plugin.ts') ? name : undefined)),
  )
  return ids.filter((id) => id !== undefined).sort()
}

/** All migrations in the order in which they run: the kernel's, then each plugin's. */
export async function readMigrations(
  pluginFolders: readonly { readonly id: string; readonly folder: string }[] = [],
): Promise<Migration[]> {
  const plugins = (await findPluginIds()).map((id) => ({ id, folder: join(root, 'plugins', id, 'migrations') }))
  const all = [{ id: 'kernel', folder: join(root, 'kernel/migrations') }, ...plugins, ...pluginFolders]
  return (await Promise.all(all.map(({ id, folder }) => readFolder(id, folder)))).flat()
}

async function readFolder(owner: string, folder: string): Promise<Migration[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => ({
      owner,
      id: name.slice(0, -'.sql'.length),
      sql: await readFile(join(folder, name), 'utf8'),
    })),
  )
}
