import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Calls back with the path of every file that changes in the folders, however deep; answers what ends it.
 *
 * Each folder is watched on its own: on Linux Node's recursive watching loses a file that an editor saves by replacing it.
 */
export async function watchFolders(folders: readonly string[], onChange: (path: string) => void): Promise<() => void> {
  const watchers = new Map<string, FSWatcher>()
  const follow = async () => {
    const found = new Set(folders)
    for (const folder of folders) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      for (const entry of entries) if (entry.isDirectory()) found.add(join(entry.parentPath, entry.name))
    }
    for (const folder of found) if (!watchers.has(folder)) add(folder)
    for (const folder of watchers.keys()) if (!found.has(folder)) drop(folder)
  }
  const add = (folder: string) => {
    const watcher = watch(folder, (_, name) => {
      if (name === null) return
      onChange(join(folder, name))
      // A folder may have come or gone.
      if (!/\.\w+$/.test(name)) void follow().then(() => onChange(join(folder, name)))
    })
    watcher.on('error', () => drop(folder))
    watchers.set(folder, watcher)
  }
  const drop = (folder: string) => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  await follow()
  return () => {
    for (const folder of [...watchers.keys()]) drop(folder)
  }
}
