import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { newId } from '../sdk/new-id.ts'

describe.each(databases)('the sweep, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  const count = async (table: string, tenantId: string) =>
    Number((await platform.owner.query(`select count(*) from ${table} where tenant_id = $1`, [tenantId]))[0]?.count)

  it('finds work whose message was lost', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const file = await salon.client.post('/api/crm/imports', 'Name\nAnna Berg\n', { 'content-type': 'text/csv' })
    // As a Worker leaves it that died between the commit and the message to the queue.
    await platform.owner.query(`update crm.imports set state = 'running' where id = $1`, [file.body.id])
    await platform.owner.query(
      `insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id)
       values ($1, $2, 'crm', 'runImport', $3, now(), 'system', 'a-lost-request')`,
      [salon.id, newId(), JSON.stringify({ importId: file.body.id })],
    )
    await platform.tick()
    await expect
      .poll(async () => (await salon.client.get('/api/crm/contacts')).body.data, { timeout: 10_000 })
      .toMatchObject([{ firstName: 'Anna', lastName: 'Berg' }])
    await expect.poll(() => count('kernel.jobs', salon.id)).toBe(0)
  })

  it('finds it for everybody, however much somebody else has waiting, and though another part of it fails', async () => {
    const [salon, hoarder] = [
      await makeWorkspace(platform.client, { modules: ['crm'] }),
      await makeWorkspace(platform.client, { modules: [] }),
    ]
    // Older than the other's, more than is ever looked at, and resting: the webhook asked for an hour.
    const webhook = await hoarder.client.post('/api/webhooks', { url: 'https://example.com/events', events: ['*'] })
    expect(webhook.status).toBe(201)
    await platform.owner.query(
      `insert into kernel.webhook_health (tenant_id, webhook_id, paused_until) values ($1, $2, now() + interval '1 hour')`,
      [hoarder.id, webhook.body.id],
    )
    await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject, due_at)
       select $1, 'webhook:' || $2, kernel.new_id(), 'x.y', 's' || n, now() - interval '1 hour' from generate_series(1, 25000) n`,
      [hoarder.id, webhook.body.id],
    )
    // Nobody listens there, so it is dropped when it is found.
    await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject)
       select tenant_id, 'webhook:' || $2, id, action, subject from kernel.ledger where tenant_id = $1 limit 1`,
      [salon.id, newId()],
    )
    await platform.owner.query('alter function kernel.forget_expired() rename to forget_nothing')
    await platform.tick()
    await expect.poll(() => count('kernel.deliveries', salon.id)).toBe(0)
    await platform.owner.query('alter function kernel.forget_nothing() rename to forget_expired')
    await platform.owner.query('delete from kernel.deliveries where tenant_id = $1', [hoarder.id])
  })

  it('takes up work again whose Worker died in the middle, and does no row twice', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const rows = Array.from({ length: 900 }, (_, index) => `Person ${index}`).join('\n')
    const file = await salon.client.post('/api/crm/imports', `Name\n${rows}\n`, { 'content-type': 'text/csv' })
    const started = await salon.client.post(`/api/crm/imports/${file.body.id}/start`, { duplicates: 'create' })
    expect(started.status).toBe(202)
    await expect.poll(async () => (await salon.client.get(`/api/crm/imports/${file.body.id}`)).body.state).toBe('done')
    // The same job once more, as one that was done but never marked so.
    await platform.owner.query(`update crm.imports set state = 'running', position = 501 where id = $1`, [file.body.id])
    await platform.owner.query(`delete from crm.contacts where tenant_id = $1 and last_name >= '500'`, [salon.id])
    const before = await count('crm.contacts', salon.id)
    await platform.owner.query(
      `insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id, leased_until, attempts)
       values ($1, $2, 'crm', 'runImport', $3, now(), 'system', 'a-dead-worker', now() - interval '1 second', 1)`,
      [salon.id, newId(), JSON.stringify({ importId: file.body.id })],
    )
    await platform.tick()
    await expect.poll(async () => (await salon.client.get(`/api/crm/imports/${file.body.id}`)).body.state).toBe('done')
    expect(await count('crm.contacts', salon.id)).toBe(before + 400)
  })

  it('drops the work of a module that was turned off', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    await salon.client.put('/api/modules/crm', { enabled: false })
    await platform.owner.query(
      `insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id)
       values ($1, $2, 'crm', 'runImport', '{}', now(), 'system', 'a-request')`,
      [salon.id, newId()],
    )
    await platform.tick()
    await expect.poll(() => count('kernel.jobs', salon.id)).toBe(0)
  })

  it('removes the data of a workspace 30 days after it was deleted, in every schema, and of no other', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const garage = await makeWorkspace(platform.client, { modules: ['crm'] })
    for (const { client } of [salon, garage]) {
      const company = await client.post('/api/crm/companies', { name: 'Northwind' })
      await client.post('/api/crm/contacts', {
        firstName: 'Anna',
        emails: ['a@example.com'],
        companyId: company.body.id,
      })
      await client.post('/api/api-keys', { name: 'Till', permissions: ['crm.contacts.read'] })
    }
    expect((await salon.client.delete('/api/tenant')).status).toBe(204)
    await platform.tick()
    expect(await count('crm.contacts', salon.id)).toBe(1)
    await platform.owner.query(`update kernel.tenants set deleted_at = now() - interval '31 days' where id = $1`, [
      salon.id,
    ])
    await platform.tick()
    const tables = [
      'crm.contacts',
      'crm.companies',
      'crm.contact_keys',
      'kernel.memberships',
      'kernel.api_keys',
      'kernel.plugin_settings',
      'kernel.ledger',
      'kernel.seals',
    ]
    await expect
      .poll(async () => Promise.all(tables.map((table) => count(table, salon.id))))
      .toEqual(tables.map(() => 0))
    expect((await garage.client.get('/api/audit/verify')).body).toMatchObject({ ok: true })
    for (const table of tables) expect(await count(table, garage.id), table).toBeGreaterThan(0)
    expect((await platform.owner.query('select from kernel.tenants where id = $1', [salon.id])).length).toBe(0)
  })

  it('removes a record longer than one turn takes, and no row of it a day too early', async () => {
    const salon = await makeWorkspace(platform.client, { modules: [] })
    await platform.owner.query(
      `insert into kernel.ledger (tenant_id, id, actor, action, subject, data, request_id, address, digest)
       select $1, gen_random_uuid(), 'system', 'x.y', 'many', '{}', 'r', 'a', '' from generate_series(1, 20001)`,
      [salon.id],
    )
    const age = (days: number) =>
      platform.owner.query(`update kernel.tenants set deleted_at = now() - make_interval(days => $2) where id = $1`, [
        salon.id,
        days,
      ])
    await age(29)
    // Not even when the one who asks says that a second is enough.
    await platform.owner.query(`select kernel.purge_deleted_tenants('1 second', 5)`)
    expect(await count('kernel.ledger', salon.id)).toBeGreaterThan(20_000)
    await expect(
      platform.owner.transaction([
        platform.owner.query(`select set_config('dpf.purging', $1, true)`, [salon.id]),
        platform.owner.query('delete from kernel.ledger where tenant_id = $1', [salon.id]),
      ]),
    ).rejects.toThrow('append-only')
    await age(31)
    await expect(
      platform.owner.transaction([
        platform.owner.query(`select set_config('dpf.purging', $1, true)`, [salon.id]),
        platform.owner.query('delete from kernel.ledger'),
      ]),
    ).rejects.toThrow('append-only')
    await platform.tick()
    await expect.poll(() => count('kernel.ledger', salon.id)).toBeLessThan(10)
    await platform.tick()
    await expect.poll(() => count('kernel.ledger', salon.id)).toBe(0)
    await expect.poll(() => count('kernel.memberships', salon.id)).toBe(0)
    expect((await platform.owner.query('select from kernel.tenants where id = $1', [salon.id])).length).toBe(0)
  })

  it('forgets idempotency keys after 24 hours', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    await salon.client.post('/api/crm/contacts', { firstName: 'Anna' }, { 'idempotency-key': 'yesterday' })
    await salon.client.post('/api/crm/contacts', { firstName: 'Ben' }, { 'idempotency-key': 'today' })
    await platform.owner.query(
      `update kernel.idempotency set created_at = now() - interval '25 hours' where tenant_id = $1 and key = 'yesterday'`,
      [salon.id],
    )
    await platform.tick()
    await expect.poll(() => count('kernel.idempotency', salon.id)).toBe(1)
  })

  it('keeps those of a handler and of the ports it called as long as their event', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [kept, gone] = [newId(), newId()]
    await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject, state, settled_at) values ($1, 'plugin:crm', $2, 'x.y', 's', 'dead', now())`,
      [salon.id, kept],
    )
    await platform.owner.query(
      `insert into kernel.idempotency (tenant_id, actor, key, step, fingerprint, created_at)
       select $1, 'plugin:crm', key, 0, 'event', now() - interval '25 hours' from unnest($2::text[]) key`,
      [salon.id, `{"event:${kept}","event:${kept} email","event:${gone}","event:${gone} email"}`],
    )
    await platform.tick()
    await expect.poll(() => count('kernel.idempotency', salon.id)).toBe(2)
  })
})
