import { migrate } from '../../kernel/database/migrate.ts'
import { checksumOf, roleOf, statementsOf } from '../../kernel/database/migration.ts'
import { type OpenDatabase, openDatabase } from '../platform/open-database.ts'
import { readMigrations } from '../platform/read-migrations.ts'

export interface MigrateStart {
  readonly databaseUrl: string
  readonly encryptionKey: string
  /** Migrates as many tools do: statement by statement, and notes last what was done. */
  readonly isCareless: boolean
}

/** One migrator, to be killed: it says when it is ready, and begins when it is told to. */
const database = await new Promise<{ start: MigrateStart; opened: OpenDatabase }>((resolve) => {
  process.once('message', async (start: MigrateStart) => {
    resolve({ start, opened: await openDatabase({ databaseUrl: start.databaseUrl, folder: '', ownerPassword: '' }) })
  })
})
const migrations = await readMigrations()
process.once('message', async () => {
  const { start, opened } = database
  try {
    if (start.isCareless) await migrateCarelessly(opened.owner)
    else await migrate(opened.owner, migrations, start.encryptionKey)
    process.exit(0)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
})
process.send?.('ready')

async function migrateCarelessly(owner: OpenDatabase['owner']): Promise<void> {
  await owner.query('create schema if not exists kernel')
  await owner.query(
    'create table if not exists kernel.migrations (owner text not null, id text not null, checksum text not null, applied_at timestamptz not null default now(), primary key (owner, id))',
  )
  for (const migration of migrations) {
    if (migration.owner !== 'kernel') await owner.query(`create schema if not exists ${migration.owner}`)
    for (const statement of statementsOf(migration)) await owner.query(statement)
    if (migrations.findLast((other) => other.owner === migration.owner) === migration)
      await owner.query('select kernel.enrol($1, $2)', [migration.owner, roleOf(migration.owner)])
    await owner.query('insert into kernel.migrations values ($1, $2, $3)', [
      migration.owner,
      migration.id,
      await checksumOf(migration),
    ])
  }
}
