import { createHash, randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Migration } from '../../kernel/database/migration.ts'
import { buildWorker } from '../build/build-worker.ts'
import { openDatabase } from '../platform/open-database.ts'
import { type Neighbour, type Platform, startPlatform } from '../platform/start-platform.ts'
import { type Client, createClient } from './client.ts'
import { withDatabase } from './global-setup.ts'

type Database = 'pglite' | 'postgres'

/** Both databases, for what is about the database itself: `describe.each(everyDatabase)`. */
export const everyDatabase: readonly Database[] = ['pglite', 'postgres']

/**
 * What every other promise is tried on: `describe.each(databases)`.
 *
 * PostgreSQL alone, as long as nobody asks for both with `DATABASES=all`: it finds what PGlite finds, and races besides.
 */
export const databases: readonly Database[] = process.env.DATABASES === 'all' ? everyDatabase : ['postgres']

export interface TestPlatformOptions {
  /** Races prove nothing on PGlite, which has one connection. */
  readonly database: Database
  readonly settings?: Readonly<Record<string, string>>
  /** A composition root with plugins of the test's own. */
  readonly entry?: string
  /** Migrations beside those of the repository. */
  readonly migrations?: readonly Migration[]
  readonly onLog?: (line: string) => void
  /** Serves the workspace's pages too. */
  readonly web?: boolean
  readonly neighbours?: readonly Neighbour[]
  /** `false` leaves out what published plugins run in. */
  readonly loader?: boolean
}

export interface TestPlatform extends Platform {
  /** Sends requests as nobody; `as` makes clients for people and keys. */
  readonly client: Client
}

let counter = 0

/**
 * Starts the real kernel in real workerd on a database of its own: a copy of the migrated dump or template.
 *
 * Limits are a thousand times the real ones unless `RATE_LIMIT_SCALE` is set, and passwords cheap to hash unless `PASSWORD_COST` is.
 */
export async function startTestPlatform(options: TestPlatformOptions): Promise<TestPlatform> {
  const secrets = inject('secrets')
  const databaseUrl = options.database === 'postgres' ? await copyTemplate() : undefined
  const platform = await startPlatform({
    secrets,
    port: 0,
    script: await builtWorker(options.entry),
    folder: 'memory://',
    databaseUrl,
    ...(options.database === 'pglite' ? { loadDataDir: inject('pgliteDump') } : {}),
    settings: { RATE_LIMIT_SCALE: '1000', PASSWORD_COST: 'low', ...options.settings },
    ...(options.entry === undefined ? {} : { entry: options.entry }),
    ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
    ...(options.web === undefined ? {} : { web: options.web }),
    ...(options.loader === undefined ? {} : { loader: options.loader }),
    ...(options.neighbours === undefined ? {} : { neighbours: options.neighbours }),
  })
  return { ...platform, client: createClient(platform.url) }
}

/** The Worker as this run built it first: the files that it is made of stay as they are while tests run. */
async function builtWorker(entry = 'kernel/main.ts'): Promise<string> {
  const file = join(inject('workers'), `${createHash('sha256').update(entry).digest('hex').slice(0, 16)}.js`)
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known
  const text = await buildWorker({ entry })
  const part = `${file}.${randomUUID()}`
  await writeFile(part, text)
  await rename(part, file)
  return text
}

/** Makes a database like the template and answers the owner's URL. */
export async function copyTemplate(): Promise<string> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${counter++}`
  const server = await openDatabase({ databaseUrl: inject('postgresUrl'), folder: '', ownerPassword: '' })
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await server.owner.query(`create database ${name} template ${inject('postgresTemplate')}`)
        break
      } catch (error) {
        // Another file copies the template at this moment, and PostgreSQL lets in one at a time.
        if (attempt === 50) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  } finally {
    await server.close()
  }
  return withDatabase(inject('postgresUrl'), name)
}
