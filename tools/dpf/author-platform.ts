import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, mkdir, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../kernel/database/migrate.ts'
import type { Migration } from '../../kernel/database/migration.ts'
import { type InstallationSecrets, readInstallationSecrets } from '../platform/installation-secrets.ts'
import { openDatabase } from '../platform/open-database.ts'
import { readMigrations } from '../platform/read-migrations.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { prebuilt } from './places.ts'

export interface AuthorPlatformOptions {
  /** Where its data is kept; in memory when absent. */
  readonly folder?: string
  /** 0 finds a free one. */
  readonly port: number
  /** Serves the workspace's pages too. */
  readonly web: boolean
  readonly onLog?: (line: string) => void
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the real platform for an author: with PGlite, or on the PostgreSQL that `DATABASE_URL` names. */
export async function startAuthorPlatform(options: AuthorPlatformOptions): Promise<Platform> {
  const { folder = 'memory://', port, web, onLog } = options
  const cache = cacheFolder()
  const [built, secrets] = await Promise.all([prebuilt(), readInstallationSecrets(cache, {})])
  const migrations = built?.migrations ?? (await readMigrations())
  const databaseUrl = process.env.DATABASE_URL
  const isNew = folder === 'memory://' || !existsSync(join(folder, 'database'))
  const loadDataDir = isNew && databaseUrl === undefined ? await migratedDump(cache, migrations, secrets) : undefined
  return startPlatform({
    secrets,
    port,
    folder,
    migrations,
    databaseUrl,
    web,
    settings: { RATE_LIMIT_SCALE: '1000', PASSWORD_COST: 'low', ...options.settings },
    ...(built === undefined ? {} : { script: built.script, assets: built.assets }),
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
    ...(onLog === undefined ? {} : { onLog }),
  })
}

/** What is made once and used by every project of the author. */
function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dpf')
}

/** A database with every migration, for each state of them: the first start makes it, the next begin with it. */
async function migratedDump(
  cache: string,
  migrations: readonly Migration[],
  secrets: InstallationSecrets,
): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([migrations, secrets.DATABASE_PASSWORD]))
    .digest('hex')
    .slice(0, 16)
  const file = join(cache, `pglite-${hash}.tar`)
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    return file
  await mkdir(cache, { recursive: true })
  const database = await openDatabase({ folder: 'memory://', ownerPassword: secrets.DATABASE_PASSWORD })
  try {
    await migrate(database.owner, migrations, secrets.ENCRYPTION_KEY)
    const part = `${file}.${process.pid}`
    await database.dump?.(part)
    await rename(part, file)
  } finally {
    await database.close()
  }
  return file
}
