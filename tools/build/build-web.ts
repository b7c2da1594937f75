import { cp, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')
const output = join(root, 'dist/web')

/** Builds the workspace's pages into `folder`, unless the last build is younger than everything it was made of. */
export async function buildWeb(folder: string): Promise<void> {
  const [built, changed] = await Promise.all([modified(join(output, 'index.html')), newest()])
  if (built === undefined || built < changed) {
    await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  }
  await cp(output, folder, { recursive: true })
}

async function newest(): Promise<number> {
  const uis = (await readdir(join(root, 'plugins'))).map((id) => join(root, 'plugins', id, 'ui'))
  const folders = [join(root, 'web'), ...uis]
  const times = await Promise.all(folders.map(newestIn))
  return Math.max((await modified(join(root, 'package-lock.json'))) ?? 0, ...times)
}

async function newestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const times = await Promise.all(entries.map((entry) => modified(join(folder, entry))))
  return Math.max(0, ...times.map((time) => time ?? 0))
}

async function modified(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}
