import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../tools/database/postgres-server.ts'
import { newSecrets } from '../../tools/platform/installation-secrets.ts'
import { openDatabase } from '../../tools/platform/open-database.ts'
import { startPlatform } from '../../tools/platform/start-platform.ts'
import { addMember, createClient, makeWorkspace, signUp } from '../../tools/testing/client.ts'
import { keepVersion } from '../publisher/testing/publish-schema.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgresServer({ durable: false })
})
afterAll(() => server.stop())

it('the platform needs no superuser: an owner who may create roles is enough, as on a hosted database', async () => {
  const url = new URL(server.url)
  const database = await openDatabase({ databaseUrl: url.href, folder: '', ownerPassword: '' })
  await database.owner.query(`create role house_owner login createrole password 'made-for-this-test'`)
  await database.owner.query('create database house owner house_owner')
  await database.close()
  Object.assign(url, { username: 'house_owner', password: 'made-for-this-test', pathname: '/house' })
  const platform = await startPlatform({
    secrets: newSecrets(),
    port: 0,
    folder: 'memory://',
    databaseUrl: url.href,
    settings: { RATE_LIMIT_SCALE: '1000' },
  })
  try {
    const client = createClient(platform.url)
    const salon = await makeWorkspace(client, { modules: ['crm'] })
    const garage = await makeWorkspace(client, { modules: ['crm'] })
    const member = await addMember(salon, await signUp(client), 'member')
    expect((await member.post('/api/crm/contacts', { firstName: 'Anna' })).status).toBe(201)
    expect((await salon.client.get('/api/crm/contacts')).body.data).toHaveLength(1)
    expect((await garage.client.get('/api/crm/contacts')).body.data).toHaveLength(0)
    expect((await salon.client.get('/api/audit/verify')).body).toMatchObject({ ok: true, fault: null })
    await keepVersion(platform, 'shoes', '1', [
      ['create table shoes.item (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))'],
    ])
    await keepVersion(platform, 'shoes', '2', [
      ['create table shoes.item (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))'],
      ['alter table shoes.item add column size int'],
    ])
    for (const version of ['1', '2'])
      expect(
        await platform.owner.query(`select kernel.apply_published('shoes', $1, 'made-for-this-test') as taken`, [
          version,
        ]),
      ).toEqual([{ taken: 1 }])
    expect(await platform.owner.query(`select kernel.catalogue_faults('{kernel,shoes}')`)).toEqual([])
    await platform.tick()
  } finally {
    await platform.stop()
  }
})
