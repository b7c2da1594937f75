import { migrate } from '../kernel/database/migrate.ts'
import { describeUrl, explainDatabaseFailure, readDatabaseUrl } from './cli/database-url.ts'
import { readOptions } from './cli/read-options.ts'
import { requireSecret } from './cli/require-secret.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { openDatabase } from './platform/open-database.ts'
import { readMigrations } from './platform/read-migrations.ts'
import { requireEncryptionKey } from './platform/require-encryption-key.ts'

/** Brings the database in `DATABASE_URL` to this version; answers how many migrations that took. */
export async function migrateDatabase(environment: NodeJS.ProcessEnv): Promise<number> {
  const databaseUrl = readDatabaseUrl(environment.DATABASE_URL)
  if (databaseUrl === undefined)
    throw new Refusal('DATABASE_URL is not set: it names the PostgreSQL database, with the user that owns it')
  const encryptionKey = requireSecret(environment, 'ENCRYPTION_KEY')
  const database = await openDatabase({ databaseUrl, folder: '', ownerPassword: '' })
  try {
    await requireEncryptionKey(database.owner, encryptionKey)
    return await migrate(database.owner, await readMigrations(), encryptionKey)
  } catch (error) {
    throw explainDatabaseFailure(error, databaseUrl, '')
  } finally {
    await database.close()
  }
}

if (import.meta.main) {
  await runCommand(async () => {
    readOptions('DATABASE_URL=… ENCRYPTION_KEY=… npm run migrate', {})
    const count = await migrateDatabase(process.env)
    const place = describeUrl(process.env.DATABASE_URL ?? '')
    console.log(count === 0 ? `${place} is up to date` : `${place}: ${count} migrations applied`)
  })
}
