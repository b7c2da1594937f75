import type { NeonQueryFunction } from '@neondatabase/serverless'
import { checksumOf, type Migration, roleOf, statementsOf } from './migration.ts'
import { rolePassword } from './role-password.ts'
import { contextKey } from './sign-context.ts'

type Owner = NeonQueryFunction<false, false>

const lockStatement = 'select pg_advisory_xact_lock(4703919738795935661)'
const duplicate = '23505'

/**
 * Brings the database to the given migrations: roles, then each missing migration with its enrolment as one transaction.
 *
 * Safe with several callers at once and when killed at any moment: all work is in batches under one advisory lock, and
 * the row that says "applied" is in the same batch as what it speaks of. Answers how many migrations this call applied.
 * Throws when an applied migration's text has changed since.
 */
export async function migrate(owner: Owner, migrations: readonly Migration[], encryptionKey: string): Promise<number> {
  const owners = [...new Set(migrations.map((migration) => migration.owner))]
  await prepareRoles(owner, owners, encryptionKey)
  const applied = await readApplied(owner)
  let count = 0
  for (const migration of migrations) {
    const checksum = await checksumOf(migration)
    const known = applied.get(`${migration.owner}/${migration.id}`)
    if (known === undefined) count += await applyOne(owner, migration, checksum, isLastOf(migrations, migration))
    else refuseDrift(migration, known, checksum)
  }
  await installContextKey(owner, encryptionKey)
  return count
}

function isLastOf(migrations: readonly Migration[], migration: Migration): boolean {
  return migrations.findLast((other) => other.owner === migration.owner) === migration
}

async function applyOne(owner: Owner, migration: Migration, checksum: string, enrols: boolean): Promise<number> {
  const batch = [
    owner.query(lockStatement),
    owner.query(`set local lock_timeout = '30s'`),
    owner.query('insert into kernel.migrations (owner, id, checksum) values ($1, $2, $3)', [
      migration.owner,
      migration.id,
      checksum,
    ]),
    ...(migration.owner === 'kernel' ? [] : [owner.query(`create schema if not exists ${migration.owner}`)]),
    ...statementsOf(migration).map((statement) => owner.query(statement)),
    // A plugin's tables are its tenants' from the moment they exist; the kernel builds enrolment itself first.
    ...(migration.owner !== 'kernel' || enrols
      ? [owner.query('select kernel.enrol($1, $2)', [migration.owner, roleOf(migration.owner)])]
      : []),
  ]
  try {
    await owner.transaction(batch, { isolationLevel: 'ReadCommitted' })
    return 1
  } catch (error) {
    if (!isDuplicateMigration(error))
      throw new Error(`Migration ${migration.owner}/${migration.id} failed: ${messageOf(error)}`, { cause: error })
    const applied = await readApplied(owner)
    refuseDrift(migration, applied.get(`${migration.owner}/${migration.id}`) ?? '', checksum)
    return 0
  }
}

async function prepareRoles(owner: Owner, owners: readonly string[], encryptionKey: string): Promise<void> {
  const roles = await Promise.all(
    owners.map(async (id) => ({ role: roleOf(id), password: await rolePassword(encryptionKey, roleOf(id)) })),
  )
  await owner.transaction(
    [
      owner.query(lockStatement),
      owner.query('create schema if not exists kernel'),
      owner.query(`create table if not exists kernel.migrations (
        owner text not null, id text not null, checksum text not null, applied_at timestamptz not null default now(), primary key (owner, id))`),
      ...roles.map(({ role, password }) => owner.query(giveRole(role, password))),
    ],
    { isolationLevel: 'ReadCommitted' },
  )
}

/**
 * Makes the role, or gives it its password again. Roles belong to the whole server, where another database's migrator
 * may be at work on the same one: PostgreSQL then answers XX000, and the next try finds the work done.
 */
function giveRole(role: string, password: string): string {
  if (!/^[a-z_]+$/.test(role) || !/^[A-Za-z0-9_-]+$/.test(password)) throw new Error(`Unfit role ${role}`)
  return `do $$ begin
    for attempt in 1..20 loop
      begin
        if not exists (select from pg_roles where rolname = '${role}') then create role ${role} login; end if;
        alter role ${role} login password '${password}';
        return;
      exception when duplicate_object or unique_violation or internal_error then perform pg_sleep(random() * 0.1);
      end;
    end loop;
    raise exception 'The role ${role} could not be made';
  end $$`
}

async function readApplied(owner: Owner): Promise<Map<string, string>> {
  const rows = await owner.query('select owner, id, checksum from kernel.migrations')
  return new Map(rows.map((row) => [`${row.owner}/${row.id}`, String(row.checksum)]))
}

function refuseDrift(migration: Migration, known: string, checksum: string): void {
  if (known !== checksum) {
    throw new Error(
      `Migration ${migration.owner}/${migration.id} was changed after it was applied: add a new migration instead`,
    )
  }
}

async function installContextKey(owner: Owner, encryptionKey: string): Promise<void> {
  const key = await contextKey(encryptionKey)
  const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  await owner.query(
    `insert into kernel.context_keys (id, inner_pad, outer_pad) values ($1, decode($2, 'hex'), decode($3, 'hex')) on conflict do nothing`,
    [key.id, hex(key.innerPad), hex(key.outerPad)],
  )
}

function isDuplicateMigration(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === duplicate &&
    'table' in error &&
    error.table === 'migrations'
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
