import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { largestScreenshot } from '../../kernel/sandbox/bundle.ts'
import type { Manifest } from '../../kernel/sandbox/manifest.ts'
import type { Fault } from './fault.ts'

export interface Migrations {
  readonly list: readonly { readonly id: string; readonly sql: string }[]
  readonly faults: readonly Fault[]
}

/** The SQL files of `migrations/`, in the order in which they run. */
export async function readMigrationFiles(folder: string): Promise<Migrations> {
  const names = await filesIn(join(folder, 'migrations'), /\.sql$/)
  const faults = names
    .filter((name) => !/^\d{4}-[a-z0-9-]{1,60}\.sql$/.test(name))
    .map((name) => ({ file: `migrations/${name}`, message: 'Name it as 0001-what-it-does.sql' }))
  const list = await Promise.all(
    names.map(async (name) => ({
      id: name.slice(0, -'.sql'.length),
      sql: await readFile(join(folder, 'migrations', name), 'utf8'),
    })),
  )
  return { list, faults }
}

const types = { png: 'image/png', webp: 'image/webp', jpg: 'image/jpeg', jpeg: 'image/jpeg' } as const
const beginnings: Readonly<Record<(typeof types)[keyof typeof types], string>> = {
  'image/png': '89504e47',
  'image/webp': '52494646',
  'image/jpeg': 'ffd8ff',
}

export interface Screenshots {
  readonly described: Manifest['screenshots']
  /** Base64, in the same order. */
  readonly contents: readonly string[]
  readonly bytes: number
  readonly faults: readonly Fault[]
}

/** The pictures of `screenshots/`, by name; `01-the-list.png` is called "The list". */
export async function readScreenshots(folder: string): Promise<Screenshots> {
  const names = await filesIn(join(folder, 'screenshots'), /\.(png|webp|jpe?g)$/i)
  const faults: Fault[] = names
    .slice(8)
    .map((name) => ({ file: `screenshots/${name}`, message: 'A plugin shows 8 pictures at most' }))
  const read = await Promise.all(
    names.map(async (name) => {
      const file = `screenshots/${name}`
      const bytes = await readFile(join(folder, file))
      const type = types[name.split('.').at(-1)?.toLowerCase() as keyof typeof types]
      if (bytes.length > largestScreenshot)
        faults.push({ file, message: `It has ${bytes.length} bytes; ${largestScreenshot} is the most` })
      if (!bytes.toString('hex', 0, 4).startsWith(beginnings[type]))
        faults.push({ file, message: `It is no ${type} picture` })
      return { title: titleOf(name), type, sha256: createHash('sha256').update(bytes).digest('hex'), bytes }
    }),
  )
  return {
    described: read.map(({ bytes, ...rest }) => rest),
    contents: read.map(({ bytes }) => bytes.toString('base64')),
    bytes: read.reduce((sum, { bytes }) => sum + bytes.length, 0),
    faults,
  }
}

function titleOf(name: string): string {
  const words = name
    .replace(/\.\w+$/, '')
    .replace(/^\d+[-_]?/, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
  return words === '' ? 'A page' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** What `CHANGES.md` says under the version's own heading, `## 1.2.0`; empty when it says nothing. */
export async function readChanges(folder: string, version: string): Promise<string> {
  const text = await readFile(join(folder, 'CHANGES.md'), 'utf8').catch(() => '')
  const sections = text.split(/^## +/m).slice(1)
  const own = sections.find((section) => section.split(/\s/, 1)[0]?.replace(/^v/, '') === version)
  return own === undefined ? '' : own.slice(own.indexOf('\n') + 1).trim()
}

async function filesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => pattern.test(name)).sort()
}
