import { createHash } from 'node:crypto'
import { access, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../kernel/database/migrate.ts'
import { startPostgresServer } from '../database/postgres-server.ts'
import { type InstallationSecrets, readInstallationSecrets } from '../platform/installation-secrets.ts'
import { openDatabase } from '../platform/open-database.ts'
import { readMigrations } from '../platform/read-migrations.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's URL of a PostgreSQL server of this run. */
    postgresUrl: string
    /** A database on that server with every migration, to be copied. */
    postgresTemplate: string
    /** A migrated PGlite dump. */
    pgliteDump: string
    secrets: InstallationSecrets
    /** Where this run keeps each Worker that it built, for the next file. */
    workers: string
  }
}

const template = 'dpf_template'

/** One PostgreSQL server and one migrated PGlite dump for the whole run; each test file copies what it needs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Made on the first run and kept beside the dump, which holds the roles' passwords.
  const secrets = await readInstallationSecrets('.cache/tests', {})
  const server = await startPostgresServer({ durable: false })
  const workers = await mkdtemp(join(tmpdir(), 'dpf-workers-'))
  const stop = async () => {
    await server.stop()
    await rm(workers, { recursive: true, force: true })
  }
  try {
    // One after the other: PGlite's first start holds this thread for seconds, and the other's connection would time out.
    await preparePostgres(server.url, secrets)
    const dump = await preparePGlite(secrets)
    project.provide('postgresUrl', server.url)
    project.provide('postgresTemplate', template)
    project.provide('pgliteDump', dump)
    project.provide('secrets', secrets)
    project.provide('workers', workers)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

async function preparePostgres(url: string, secrets: InstallationSecrets): Promise<void> {
  const server = await openDatabase({ databaseUrl: url, folder: '', ownerPassword: '' })
  await server.owner.query(`create database ${template}`)
  await server.close()
  const database = await openDatabase({ databaseUrl: withDatabase(url, template), folder: '', ownerPassword: '' })
  await migrate(database.owner, await readMigrations(), secrets.ENCRYPTION_KEY)
  await database.close()
}

/** A dump for each state of the migrations, kept in `.cache`. */
async function preparePGlite(secrets: InstallationSecrets): Promise<string> {
  const migrations = await readMigrations()
  const hash = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)
  const file = join('.cache/tests', `pglite-${hash}.tar`)
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    return file
  const database = await openDatabase({ folder: 'memory://', ownerPassword: secrets.DATABASE_PASSWORD })
  await migrate(database.owner, migrations, secrets.ENCRYPTION_KEY)
  await database.dump?.(`${file}.part`)
  await database.close()
  await rename(`${file}.part`, file)
  return file
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
