import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { migrate } from '../kernel/database/migrate.ts'
import { contextKey } from '../kernel/database/sign-context.ts'
import { keyEncryptionKey, rewrapTenantKey, type SealingKey, SecretUnreadable } from '../kernel/secrets/seal-secret.ts'
import { explainDatabaseFailure, readDatabaseUrl } from './cli/database-url.ts'
import { readOptions } from './cli/read-options.ts'
import { requireSecret } from './cli/require-secret.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { readInstallationSecrets } from './platform/installation-secrets.ts'
import { countForeignKeys, findKeyShelves, type KeyShelf } from './platform/key-shelves.ts'
import { lockFolder } from './platform/lock-folder.ts'
import { type OpenDatabase, openDatabase } from './platform/open-database.ts'
import { readMigrations } from './platform/read-migrations.ts'
import { readmitVersions } from './platform/readmit-versions.ts'

type Owner = OpenDatabase['owner']

export interface Keys {
  readonly from: string
  readonly to: string
}

export interface Rekeyed {
  /** Keys of tenants, and of people's second steps, that this run wrapped anew. */
  readonly moved: number
  /** Those that were on the new key before. */
  readonly there: number
}

interface WrappedKey {
  /** The tenant's or the person's id, to which it is bound. */
  readonly ownerId: string
  readonly wrapped: string
}

const pageSize = 200
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Moves an installation from one ENCRYPTION_KEY to another: database roles, the signed context, every tenant's key, the key
 * of every person's second step, and the platform's signature of every published version.
 *
 * Safe to kill at any moment and to run again: each page is one transaction, and what has moved is left as it is.
 * Secrets themselves do not change, since they are sealed with their tenant's key. The old context key goes last, so
 * that a start with the old ENCRYPTION_KEY is refused from then on.
 */
export async function rekey(
  owner: Owner,
  keys: Keys,
  onPage: (soFar: Rekeyed) => void = () => undefined,
): Promise<Rekeyed> {
  const [from, to] = await Promise.all([keyEncryptionKey(keys.from), keyEncryptionKey(keys.to)])
  await requireOldKey(owner, keys, from, to)
  await migrate(owner, await readMigrations(), keys.to)
  let soFar: Rekeyed = { moved: 0, there: 0 }
  for (const shelf of await findKeyShelves(owner)) {
    let after = beforeAll
    for (;;) {
      const page = await readPage(owner, shelf, after)
      const last = page.at(-1)
      if (last === undefined) break
      const moved = await movePage(owner, shelf, page, from, to)
      soFar = { moved: soFar.moved + moved, there: soFar.there + page.length - moved }
      onPage(soFar)
      after = last.ownerId
    }
  }
  await readmitVersions(owner, keys)
  const context = await contextKey(keys.to)
  await owner.query('delete from kernel.context_keys where id <> $1', [context.id])
  return soFar
}

/** Changes nothing unless the old key opens what it should: a typing error must not lock the roles out. */
async function requireOldKey(owner: Owner, keys: Keys, from: SealingKey, to: SealingKey): Promise<void> {
  const known = await owner.query('select id from kernel.context_keys').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000')) return []
    throw error
  })
  const ids = new Set(known.map((row) => String(row.id)))
  const [oldContext, newContext] = await Promise.all([contextKey(keys.from), contextKey(keys.to)])
  if (ids.size === 0) throw new Refusal('This database holds no platform yet: there is nothing to change over')
  if (!ids.has(oldContext.id) && !ids.has(newContext.id))
    throw new Refusal('The old key is not the one that this database was made with: nothing was changed')
  const foreign = await countForeignKeys(owner, [from.id, to.id])
  if (foreign !== 0) throw new Refusal(`${foreign} keys are wrapped with neither of the two keys: nothing was changed`)
}

async function readPage(owner: Owner, { table, id }: KeyShelf, after: string): Promise<WrappedKey[]> {
  const rows = await owner.query(`select ${id} as id, wrapped from ${table} where ${id} > $1 order by ${id} limit $2`, [
    after,
    pageSize,
  ])
  return rows.map((row) => ({ ownerId: String(row.id), wrapped: String(row.wrapped) }))
}

/** Writes only over the record that was read: a key that somebody else moved meanwhile stays. */
async function movePage(
  owner: Owner,
  { table, id }: KeyShelf,
  page: readonly WrappedKey[],
  from: SealingKey,
  to: SealingKey,
): Promise<number> {
  const rewrapped = await Promise.all(
    page.map(async ({ ownerId, wrapped }) => ({ ownerId, wrapped, next: await rewrap(wrapped, from, to, ownerId) })),
  )
  const moved = rewrapped.filter(({ wrapped, next }) => wrapped !== next)
  if (moved.length === 0) return 0
  await owner.query(
    `update ${table} k set wrapped = n.next
      from jsonb_to_recordset($1::jsonb) as n ("ownerId" uuid, wrapped text, next text)
      where k.${id} = n."ownerId" and k.wrapped = n.wrapped`,
    [JSON.stringify(moved)],
  )
  return moved.length
}

async function rewrap(wrapped: string, from: SealingKey, to: SealingKey, ownerId: string): Promise<string> {
  try {
    return await rewrapTenantKey(wrapped, from, to, ownerId)
  } catch (error) {
    if (error instanceof SecretUnreadable)
      throw new Refusal(`The key of ${ownerId} does not open: ${error.message}`, { cause: error })
    throw error
  }
}

const usage =
  'ENCRYPTION_KEY=<new> OLD_ENCRYPTION_KEY=<old> npm run rekey -- --from-env OLD_ENCRYPTION_KEY [--data .data]'

async function main(): Promise<void> {
  const { values } = readOptions(usage, { 'from-env': { type: 'string' }, data: { type: 'string', default: '.data' } })
  if (values['from-env'] === undefined)
    throw new Refusal(`--from-env names the variable that holds the old key. Usage: ${usage}`)
  const keys = {
    from: requireSecret(process.env, values['from-env']),
    to: requireSecret(process.env, 'ENCRYPTION_KEY'),
  }
  const databaseUrl = readDatabaseUrl(process.env.DATABASE_URL)
  const folder = resolve(values.data)
  if (databaseUrl === undefined) await requireDataFolder(folder)
  const unlock = databaseUrl === undefined ? await lockFolder(folder, 'npm run rekey') : () => undefined
  try {
    await rekeyDatabase(databaseUrl, folder, keys)
  } finally {
    unlock()
  }
}

async function requireDataFolder(folder: string): Promise<void> {
  await access(join(folder, 'secrets.json')).catch(() => {
    throw new Refusal(`${folder} holds no platform: set DATABASE_URL, or name the data folder with --data`)
  })
}

async function rekeyDatabase(databaseUrl: string | undefined, folder: string, keys: Keys): Promise<void> {
  const ownerPassword = databaseUrl === undefined ? (await readInstallationSecrets(folder, {})).DATABASE_PASSWORD : ''
  const database = await openDatabase({ databaseUrl, folder, ownerPassword })
  try {
    const { moved, there } = await rekey(database.owner, keys, (soFar) => console.log(`${soFar.moved} keys moved`))
    console.log(`Done: ${moved} keys moved, ${there} were on the new key already.`)
    console.log('The old ENCRYPTION_KEY is of no use any more: start or deploy the platform with the new one.')
  } catch (error) {
    throw explainDatabaseFailure(error, databaseUrl, folder)
  } finally {
    await database.close()
  }
}

if (import.meta.main) await runCommand(main)
