import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Calls back with the path of every file that changes in the folders, however deep; answers what ends it.
 *
 * Folders with an ignored name are left out, with all that is in them. Each other one is watched on its own: on Linux Node's recursive watching loses a file that an editor saves by replacing it.
 */
export async function watchFolders(
  folders: readonly string[],
  onChange: (path: string) => void,
  ignored: ReadonlySet<string> = new Set(),
): Promise<() => void> {
  const watchers = new Map<string, FSWatcher>()
  const follow = async () => {
    const found = new Set(folders)
    // A set is walked with what is added to it meanwhile.
    for (const folder of found) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
      for (const entry of entries)
        if (entry.isDirectory() && !ignored.has(entry.name)) found.add(join(folder, entry.name))
    }
    for (const folder of found) if (!watchers.has(folder)) add(folder)
    for (const folder of watchers.keys()) if (!found.has(folder)) drop(folder)
  }
  const add = (folder: string) => {
    const watcher = watch(folder, (_, name) => {
      if (name === null || ignored.has(name)) return
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
