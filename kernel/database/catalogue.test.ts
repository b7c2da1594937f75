import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../tools/testing/client.ts'
import { type Lab, openLab } from '../../tools/testing/lab.ts'
import { everyDatabase, startTestPlatform } from '../../tools/testing/test-platform.ts'

/** What goes wrong in a running installation, by whose hand ever, and how it is put right again. */
const plants: readonly [what: string, plant: string, repair: string][] = [
  [
    'a policy is dropped',
    'drop policy tenant_isolation on kernel.memberships',
    'create policy tenant_isolation on kernel.memberships using (tenant_id = (select kernel.tenant_id())) with check (tenant_id = (select kernel.tenant_id()))',
  ],
  [
    'a policy is weakened',
    'alter policy tenant_isolation on kernel.api_keys using (tenant_id = (select kernel.tenant_id()) or true)',
    'alter policy tenant_isolation on kernel.api_keys using (tenant_id = (select kernel.tenant_id()))',
  ],
  [
    'row security is off',
    'alter table kernel.invitations disable row level security',
    'alter table kernel.invitations enable row level security',
  ],
  [
    'row security is not forced',
    'alter table kernel.ledger no force row level security',
    'alter table kernel.ledger force row level security',
  ],
  [
    'the record trigger is dropped',
    'drop trigger record_required on kernel.secrets',
    'create trigger record_required before insert or update or delete on kernel.secrets for each statement execute function kernel.require_record()',
  ],
  [
    'the record trigger sleeps',
    'alter table kernel.secrets disable trigger record_required',
    'alter table kernel.secrets enable trigger record_required',
  ],
  [
    'the record trigger wakes for replicas only',
    'alter table kernel.secrets enable replica trigger record_required',
    'alter table kernel.secrets enable trigger record_required',
  ],
  [
    'the record trigger looks at inserts only',
    'create or replace trigger record_required before insert on kernel.secrets for each statement execute function kernel.require_record()',
    'create or replace trigger record_required before insert or update or delete on kernel.secrets for each statement execute function kernel.require_record()',
  ],
  [
    'people can be changed without a record',
    'alter table kernel.users disable trigger record_required',
    'alter table kernel.users enable trigger record_required',
  ],
  [
    'the ledger can be rewritten',
    'alter table kernel.ledger disable trigger append_only',
    'alter table kernel.ledger enable trigger append_only',
  ],
  [
    'a policy lets everybody through',
    'create policy more on kernel.secrets using (true)',
    'drop policy more on kernel.secrets',
  ],
  ['a role may bypass policies', 'alter role dpf_kernel bypassrls', 'alter role dpf_kernel nobypassrls'],
  [
    'everybody may read a table',
    'grant select on kernel.tenants to public',
    'revoke select on kernel.tenants from public',
  ],
  [
    'everybody may read a column',
    'grant select (password_hash) on kernel.users to public',
    'revoke select (password_hash) on kernel.users from public',
  ],
  [
    'everybody may call a function',
    'grant execute on function kernel.session_snapshot(uuid) to public',
    'revoke execute on function kernel.session_snapshot(uuid) from public',
  ],
  [
    'everybody may use the schema',
    'grant usage on schema kernel to public',
    'revoke usage on schema kernel from public',
  ],
  [
    'a function takes names from temporary schemas',
    'alter function kernel.verified_context() set search_path = pg_catalog, kernel',
    'alter function kernel.verified_context() set search_path = pg_catalog, kernel, pg_temp',
  ],
  [
    'the kernel may change the ledger',
    'grant update on kernel.ledger to dpf_kernel',
    'revoke update on kernel.ledger from dpf_kernel',
  ],
]

/** Roles belong to the whole server, where other tests use them at this moment. */
const isOwnToDatabase = (plant: string) => !plant.startsWith('alter role')

describe.each(everyDatabase)('the catalogue check, on %s', (database) => {
  let lab: Lab

  beforeAll(async () => {
    lab = await openLab(database)
  })
  afterAll(() => lab.close())

  const faults = async () => (await lab.owner.query(`select kernel.catalogue_faults('{kernel}') as fault`)).length

  it('finds nothing wrong with a database as migrations leave it', async () => {
    expect(await faults()).toBe(0)
  })

  it.each(plants.filter(([, plant]) => database === 'pglite' || isOwnToDatabase(plant)))(
    'finds it when %s',
    async (_, plant, repair) => {
      await lab.owner.query(plant)
      const found = await faults()
      await lab.owner.query(repair)
      expect(found).toBeGreaterThan(0)
      expect(await faults()).toBe(0)
    },
  )
})

/** One of each kind, and on each database the ones that it can show: a platform of its own takes a second. */
const refused: readonly (readonly [(typeof everyDatabase)[number], string])[] = [
  ['postgres', 'a policy is dropped'],
  ['postgres', 'row security is off'],
  ['postgres', 'the record trigger is dropped'],
  ['postgres', 'a policy lets everybody through'],
  ['postgres', 'everybody may read a table'],
  ['pglite', 'a role may bypass policies'],
]

describe('a platform serves nothing', () => {
  it.each(refused)('on %s while %s, and says no more than that', async (database, what) => {
    const [, plant = ''] = plants.find(([name]) => name === what) ?? []
    const platform = await startTestPlatform({ database })
    try {
      await platform.owner.query(plant)
      const client = createClient(platform.url)
      const refusal = await client.get('/api/me')
      expect(refusal.status).toBe(503)
      expect(refusal.body.type).toMatch(/kernel\.notReady$/)
      expect(JSON.stringify(refusal.body)).not.toContain('kernel.memberships')
      expect((await client.post('/api/auth/login', { email: 'a@example.com', password: 'x' })).status).toBe(503)
      expect((await client.get('/api/health')).status).toBe(200)
    } finally {
      await platform.stop()
    }
  })

  it('until what was wrong is put right', async () => {
    const platform = await startTestPlatform({ database: 'postgres' })
    try {
      await platform.owner.query('grant select on kernel.tenants to public')
      const status = async () => (await createClient(platform.url).get('/api/me')).status
      expect(await status()).toBe(503)
      await platform.owner.query('revoke select on kernel.tenants from public')
      await expect.poll(status, { timeout: 10_000, interval: 500 }).toBe(401)
    } finally {
      await platform.stop()
    }
  })

  it('of a plugin whose table lost its guard', async () => {
    const platform = await startTestPlatform({ database: 'postgres' })
    try {
      await platform.owner.query('alter table crm.contacts disable row level security')
      expect((await createClient(platform.url).get('/api/me')).status).toBe(503)
    } finally {
      await platform.stop()
    }
  })
})
