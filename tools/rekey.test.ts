import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTotpSecret, sealTotpSecret } from '../kernel/auth/two-steps/seal-totp.ts'
import { migrate } from '../kernel/database/migrate.ts'
import { rolePassword } from '../kernel/database/role-password.ts'
import { contextKey } from '../kernel/database/sign-context.ts'
import type { KeptVersion } from '../kernel/sandbox/installed-plugin.ts'
import { platformKey } from '../kernel/sandbox/platform-key.ts'
import { makeVersion } from '../kernel/sandbox/testing/make-version.ts'
import { storeVersion } from '../kernel/sandbox/testing/publish-plugin.ts'
import { versionFault } from '../kernel/sandbox/verify-version.ts'
import {
  keyEncryptionKey,
  newTenantKey,
  openSecret,
  sealSecret,
  unwrapTenantKey,
} from '../kernel/secrets/seal-secret.ts'
import { type PostgresServer, startPostgresServer } from './database/postgres-server.ts'
import { type OpenDatabase, openDatabase } from './platform/open-database.ts'
import { readMigrations } from './platform/read-migrations.ts'
import { requireEncryptionKey } from './platform/require-encryption-key.ts'

const oldKey = 'the old key has thirty-two chars'
const newKey = 'the new key has thirty-two chars'
const tenants = 3000
const people = 300

// Roles belong to the whole server, and get new passwords here: a server of its own.
describe('npm run rekey', () => {
  let server: PostgresServer
  let database: OpenDatabase

  beforeAll(async () => {
    server = await startPostgresServer({ durable: false })
    database = await openDatabase({ databaseUrl: server.url, folder: '', ownerPassword: '' })
    await migrate(database.owner, await readMigrations(), oldKey)
    await storeSecrets(database.owner)
    await storeApps(database.owner)
    await publish(database.owner)
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await server.stop()
  })

  const start = (from: string): ChildProcess =>
    spawn(process.execPath, ['tools/rekey.ts', '--from-env', 'OLD_KEY'], {
      env: { ...process.env, DATABASE_URL: server.url, OLD_KEY: from, ENCRYPTION_KEY: newKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  const finish = async (child: ChildProcess) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    const [exitCode] = await once(child, 'close')
    return { exitCode, output }
  }

  const countMoved = async () => {
    const { id } = await keyEncryptionKey(newKey)
    const [row] = await database.owner.query(
      `select count(*)::int as count from kernel.tenant_keys where split_part(wrapped, '.', 2) = $1`,
      [id],
    )
    return Number(row?.count)
  }

  it('changes nothing for an old key that is not the old key', async () => {
    const { exitCode, output } = await finish(start('a key with thirty-two chars, but wrong'))
    expect(exitCode).toBe(1)
    expect(output).toBe('The old key is not the one that this database was made with: nothing was changed\n')
    expect(await countMoved()).toBe(0)
    await requireEncryptionKey(database.owner, oldKey)
  })

  it('goes on where it was killed, until every secret opens with the new key', async () => {
    const child = start(oldKey)
    await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()))
    child.kill('SIGKILL')
    await once(child, 'close')
    const moved = await countMoved()
    expect(moved).toBeGreaterThan(0)
    expect(moved).toBeLessThan(tenants)
    await expect(requireEncryptionKey(database.owner, newKey)).rejects.toThrow('begun and not finished')

    const again = await finish(start(oldKey))
    expect(again.output).toContain(
      `Done: ${tenants - moved + people} keys moved, ${moved} were on the new key already.`,
    )
    expect(await countOpening(database.owner)).toBe(tenants)
    expect(await countOpeningApps(database.owner)).toBe(people)
    await requireEncryptionKey(database.owner, newKey)
    const [row] = await database.owner.query(`select kernel.plugin_version('shoes', '1.0.0') as kept`)
    const faultBy = async (ENCRYPTION_KEY: string) =>
      versionFault(row?.kept as KeptVersion, (await platformKey({ ENCRYPTION_KEY })).publicKey)
    expect(await faultBy(newKey)).toBeUndefined()
    expect(await faultBy(oldKey)).toBe('this platform did not admit it')
    const url = new URL(database.url)
    Object.assign(url, { username: 'plugin_shoes', password: await rolePassword(newKey, 'plugin_shoes') })
    expect(await neon(url.href).query('select 1 as one')).toEqual([{ one: 1 }])
    await expect(database.owner.query(`update kernel.published_versions set platform_signature = 'x'`)).rejects.toThrow(
      'never changes',
    )
  })

  it('changes nothing when it runs once more', async () => {
    const before = await database.owner.query('select * from kernel.tenant_keys order by tenant_id')
    const { exitCode, output } = await finish(start(oldKey))
    expect(exitCode).toBe(0)
    expect(output).toContain(`Done: 0 keys moved, ${tenants + people} were on the new key already.`)
    expect(await database.owner.query('select * from kernel.tenant_keys order by tenant_id')).toEqual(before)
  })

  it('leaves the old key good for nothing: no role, no context, no start', async () => {
    const login = async (key: string) => {
      const url = new URL(database.url)
      url.username = 'dpf_kernel'
      url.password = await rolePassword(key, 'dpf_kernel')
      return neon(url.href).query('select 1 as one')
    }
    expect(await login(newKey)).toEqual([{ one: 1 }])
    await expect(login(oldKey)).rejects.toMatchObject({ code: '28P01' })
    const { id } = await contextKey(newKey)
    expect(await database.owner.query('select id from kernel.context_keys')).toEqual([{ id }])
    await expect(requireEncryptionKey(database.owner, oldKey)).rejects.toThrow('is not the one')
  })
})

/** A version that the old key signed, with a table. */
async function publish(owner: OpenDatabase['owner']): Promise<void> {
  const migrations = [
    { id: '0001-item', sql: 'create table shoes.item (tenant_id uuid not null, id uuid, primary key (tenant_id, id))' },
  ]
  await storeVersion({ owner } as never, await makeVersion({ encryptionKey: oldKey, migrations }))
  await owner.query(`select kernel.apply_published('shoes', '1.0.0', $1)`, [await rolePassword(oldKey, 'plugin_shoes')])
}

async function storeSecrets(owner: OpenDatabase['owner']): Promise<void> {
  const kek = await keyEncryptionKey(oldKey)
  const rows = await Promise.all(
    Array.from({ length: tenants }, async (_, number) => {
      const id = crypto.randomUUID()
      const wrapped = await newTenantKey(kek, id)
      const key = await unwrapTenantKey(wrapped, kek, id)
      const sealed = await sealSecret(`secret ${id}`, key, { tenantId: id, pluginId: 'smtp', name: 'password' })
      return { id, slug: `tenant-${number}`, wrapped, sealed }
    }),
  )
  const given = `jsonb_to_recordset($1::jsonb) as r (id uuid, slug text, wrapped text, sealed text)`
  const params = [JSON.stringify(rows)]
  await owner.transaction([
    owner.query(`insert into kernel.tenants (id, slug, name) select id, slug, 'A tenant' from ${given}`, params),
    owner.query(`insert into kernel.tenant_keys (tenant_id, wrapped) select id, wrapped from ${given}`, params),
    owner.query(
      `insert into kernel.secrets (tenant_id, plugin_id, name, sealed) select id, 'smtp', 'password', sealed from ${given}`,
      params,
    ),
  ])
}

async function countOpening(owner: OpenDatabase['owner']): Promise<number> {
  const kek = await keyEncryptionKey(newKey)
  const rows = await owner.query(
    'select k.tenant_id as id, wrapped, sealed from kernel.tenant_keys k join kernel.secrets s on s.tenant_id = k.tenant_id',
  )
  const opened = await Promise.all(
    rows.map(async ({ id, wrapped, sealed }) => {
      const key = await unwrapTenantKey(wrapped, kek, id)
      return openSecret(sealed, key, { tenantId: id, pluginId: 'smtp', name: 'password' })
    }),
  )
  return opened.filter((plain, index) => plain === `secret ${rows[index]?.id}`).length
}

/** The secrets of people's apps for two-step sign-in. */
async function storeApps(owner: OpenDatabase['owner']): Promise<void> {
  const rows = await Promise.all(
    Array.from({ length: people }, async (_, number) => {
      const id = crypto.randomUUID()
      const sealed = await sealTotpSecret({ ENCRYPTION_KEY: oldKey }, id, `app of ${id}`)
      return { id, email: `person-${number}@example.com`, ...sealed }
    }),
  )
  const given = `jsonb_to_recordset($1::jsonb) as r (id uuid, email text, wrapped text, sealed text)`
  const params = [JSON.stringify(rows)]
  await owner.transaction([
    owner.query(
      `insert into kernel.users (id, email, email_key, name, password_hash) select id, email, email, 'A person', '' from ${given}`,
      params,
    ),
    owner.query(
      `insert into kernel.totp_secrets (user_id, wrapped, sealed) select id, wrapped, sealed from ${given}`,
      params,
    ),
  ])
}

async function countOpeningApps(owner: OpenDatabase['owner']): Promise<number> {
  const rows = await owner.query('select user_id as id, wrapped, sealed from kernel.totp_secrets')
  const opened = await Promise.all(
    rows.map(({ id, wrapped, sealed }) =>
      openTotpSecret(
        { ENCRYPTION_KEY: newKey },
        { userId: String(id), wrapped: String(wrapped), sealed: String(sealed) },
      ),
    ),
  )
  return opened.filter((secret, index) => secret === `app of ${rows[index]?.id}`).length
}
