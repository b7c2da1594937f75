import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'
import { publishShoes } from './testing/publish-shoes.ts'

const asked = { ports: {}, hosts: {}, calls: {}, limits: {}, hears: { 'diary.page.written': { fields: ['id'] } } }

describe.each(databases)('a published plugin in a workspace, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    await publishShoes(platform, '1.0.0', { manifest: { needs: asked, secrets: { token: { title: 'Token' } } } })
    await publishShoes(platform, '1.1.0', {
      manifest: { needs: asked },
      steps: [{ id: '0002-size', sql: 'alter table shoes.items add column size integer' }],
    })
    await publishShoes(platform, '2.0.0', {
      manifest: { needs: { ...asked, hosts: { 'api.example.com': { perDay: 5, why: 'Prices' } } } },
    })
  })
  afterAll(() => platform?.stop())

  const make = (): Promise<Workspace> => makeWorkspace(platform.client)
  const install = async (client: Client, version = '1.0.0') => {
    const reply = await client.post('/api/plugins/shoes/install', { version })
    expect(reply).toMatchObject({ status: 201, body: { version, state: 'on' } })
    return reply.body
  }
  const add = (client: Client, name = 'Boot') => client.post('/api/shoes/items', { name, pairs: 1 })
  const names = async (client: Client) =>
    (await client.get('/api/shoes/items')).body.data?.map((item: { name: string }) => item.name)
  const last = async (client: Client) => {
    const { body } = await client.get('/api/audit?limit=1')
    return body.data[0]
  }

  it('is there from the next request on, in that workspace alone, and once however often it is asked for at once', async () => {
    const [salon, garage] = [await make(), await make()]
    expect(await salon.client.get('/api/shoes/items')).toMatchObject(problem(404, 'kernel.pluginNotInstalled'))
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => salon.client.post('/api/plugins/shoes/install', { version: '1.0.0' })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    expect((await add(salon.client)).status).toBe(201)
    expect(await names(salon.client)).toEqual(['Boot'])
    expect((await garage.client.get('/api/shoes/items')).status).toBe(404)
    expect((await garage.client.get('/api/plugins')).body.data).toEqual([])
    const { body } = await salon.client.get('/api/audit?action=plugin.installed')
    expect(body.data).toMatchObject([
      { subject: 'plugin:shoes', data: { title: expect.any(String), version: '1.0.0' } },
    ])
  })

  it('describes its routes to the workspace’s own programs, in the version that is there, and to nobody else’s', async () => {
    const [salon, garage] = [await make(), await make()]
    await install(salon.client)
    const key = await salon.client.post('/api/api-keys', { name: 'Till', permissions: ['plugins.read'] })
    const till = platform.client.with({ authorization: `Bearer ${key.body.key}` })
    const { status, body } = await till.get('/api/plugins/shoes/openapi.json')
    expect(status).toBe(200)
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Shoes', version: '1.0.0' } })
    const { post } = body.paths['/api/shoes/items']
    expect(post).toMatchObject({ operationId: 'postShoesItems', 'x-permission': 'shoes.items.write' })
    expect(post.requestBody.content['application/json'].schema.properties).toHaveProperty('name')
    expect(post.parameters.map(({ name }: { name: string }) => name)).toEqual(['x-tenant-id', 'idempotency-key'])
    for (const path of Object.keys(body.paths)) expect(path).toMatch(/^\/api\/(public\/\{tenant\}\/)?shoes\//)
    expect(await garage.client.get('/api/plugins/shoes/openapi.json')).toMatchObject(
      problem(404, 'kernel.pluginNotInstalled'),
    )
  })

  it('gets no more than it asks for, and says where it would', async () => {
    const { client } = await make()
    const { body } = await client.get('/api/plugins/shoes/plan?version=1.0.0')
    expect(body).toMatchObject({ from: null, to: '1.0.0', asksMore: [{ kind: 'hears' }, { kind: 'tables' }] })
    const more = {
      ...body.grants,
      hosts: { 'evil.example': { perDay: 1 } },
      limits: { ...body.grants.limits, rows: 9_000_000 },
    }
    const refused = await client.post('/api/plugins/shoes/install', { version: '1.0.0', grants: more })
    expect(refused).toEqual(refusedAt('#/grants/hosts/evil.example'))
    expect(refused).toEqual(refusedAt('#/grants/limits/rows'))
    expect(await client.post('/api/plugins/shoes/install', { grants: { hosts: 1 } })).toMatchObject({ status: 422 })
    expect(await client.post('/api/plugins/shoes/install', { version: 'latest' })).toEqual(refusedAt('#/version'))
    expect(await client.post('/api/plugins/shoes/install', { version: '9.9.9' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect(await client.post('/api/plugins/nothing/install', {})).toMatchObject(problem(404, 'kernel.notFound'))
    expect((await client.get('/api/plugins')).body.data).toEqual([])
    const less = { ...body.grants, limits: { ...body.grants.limits, rows: 1 } }
    expect((await client.post('/api/plugins/shoes/install', { version: '1.0.0', grants: less })).body.grants).toEqual(
      less,
    )
    expect((await add(client)).status).toBe(201)
    expect(await add(client)).toMatchObject(problem(409, 'kernel.pluginFull', { limit: 'rows' }))
    const wider = await client.patch('/api/plugins/shoes', { grants: body.grants })
    expect(wider).toMatchObject({ status: 200, body: { grants: body.grants } })
    expect((await add(client)).status).toBe(201)
  })

  it('is installed and changed by those who may, and seen by all', async () => {
    const salon = await make()
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect(await viewer.post('/api/plugins/shoes/install', {})).toMatchObject(problem(403, 'kernel.notAllowed'))
    await install(salon.client)
    for (const path of ['suspend', 'resume', 'rollback'])
      expect(await viewer.post(`/api/plugins/shoes/${path}`)).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect(await viewer.patch('/api/plugins/shoes', {})).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect(await viewer.get('/api/plugins/shoes/export')).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect((await viewer.get('/api/plugins/shoes/usage')).status).toBe(200)
  })

  it('is upgraded and taken back, its grants with it; what asks for more waits for a yes', async () => {
    const { client } = await make()
    const first = await install(client)
    await add(client)
    const plan = await client.get('/api/plugins/shoes/plan?version=1.1.0')
    expect(plan.body).toMatchObject({
      from: '1.0.0',
      to: '1.1.0',
      asksMore: [],
      asksLess: [],
      database: [{ text: 'Adds to the table items: size', sql: 'alter table shoes.items add column size integer' }],
    })
    const upgraded = await client.post('/api/plugins/shoes/upgrade', { version: '1.1.0' })
    expect(upgraded).toMatchObject({
      status: 200,
      body: { version: '1.1.0', previousVersion: '1.0.0', grants: first.grants },
    })
    expect(await names(client)).toEqual(['Boot'])
    const waits = await client.post('/api/plugins/shoes/upgrade', {})
    expect(waits).toMatchObject(
      problem(409, 'kernel.grantsWanted', {
        asksMore: [{ kind: 'host', key: 'api.example.com', text: expect.any(String), why: 'Prices' }],
      }),
    )
    expect((await client.get('/api/plugins/shoes')).body.version).toBe('1.1.0')
    const { grants } = (await client.get('/api/plugins/shoes/plan')).body
    expect(grants.hosts).toEqual({ 'api.example.com': { perDay: 5 } })
    expect(await client.post('/api/plugins/shoes/upgrade', { grants })).toMatchObject({
      status: 200,
      body: { version: '2.0.0', grants },
    })
    const back = await client.post('/api/plugins/shoes/rollback')
    expect(back).toMatchObject({
      status: 200,
      body: { version: '1.1.0', previousVersion: null, grants: { hosts: {} } },
    })
    expect(await last(client)).toMatchObject({ action: 'plugin.rolledBack', data: { from: '2.0.0', to: '1.1.0' } })
    expect(await client.post('/api/plugins/shoes/rollback')).toMatchObject(problem(409, 'kernel.pluginNotOffered'))
    expect(await client.post('/api/plugins/shoes/upgrade', { version: '1.0.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect(await names(client)).toEqual(['Boot'])
  })

  it('keeps what a workspace took away through an upgrade that asks for no more', async () => {
    const { client } = await make()
    const { grants } = await install(client)
    const narrow = { ...grants, hears: {}, limits: { ...grants.limits, rows: 7 } }
    expect((await client.patch('/api/plugins/shoes', { grants: narrow })).body.grants).toEqual(narrow)
    expect((await client.post('/api/plugins/shoes/upgrade', { version: '1.1.0' })).body.grants).toEqual(narrow)
  })

  it('has one of an upgrade and a way back at the same moment', async () => {
    const { client } = await make()
    await install(client)
    await client.post('/api/plugins/shoes/upgrade', { version: '1.1.0' })
    const { grants } = (await client.get('/api/plugins/shoes/plan')).body
    const replies = await Promise.all([
      client.post('/api/plugins/shoes/upgrade', { grants }),
      client.post('/api/plugins/shoes/rollback'),
      client.post('/api/plugins/shoes/suspend'),
    ])
    const { body } = await client.get('/api/plugins/shoes')
    const { body: audit } = await client.get('/api/audit?limit=20')
    const done = audit.data.filter(({ action }: { action: string }) =>
      /^plugin\.(upgraded|rolledBack|suspended)$/.test(action),
    )
    expect(done).toHaveLength(1 + replies.filter(({ status }) => status === 200).length)
    for (const { status } of replies) expect([200, 409]).toContain(status)
    expect(['1.0.0', '1.1.0', '2.0.0']).toContain(body.version)
  })

  it('stops and runs again from the next request on', async () => {
    const { client } = await make()
    await install(client)
    expect((await client.post('/api/plugins/shoes/suspend')).body.state).toBe('suspended')
    expect(await client.get('/api/shoes/items')).toMatchObject(problem(403, 'kernel.pluginStopped'))
    expect((await client.post('/api/plugins/shoes/resume')).body.state).toBe('on')
    expect((await client.get('/api/shoes/items')).status).toBe(200)
  })

  it('has its settings judged by its own schema, and its secrets sealed and never shown', async () => {
    const { client } = await make()
    await install(client)
    expect(await client.patch('/api/plugins/shoes', { settings: { greeting: 7 } })).toEqual(
      refusedAt('#/settings/greeting'),
    )
    const patched = await client.patch('/api/plugins/shoes', {
      settings: { greeting: 'Servus' },
      secrets: { token: 's3cret-of-ours' },
      autoUpdate: false,
    })
    expect(patched).toMatchObject({
      status: 200,
      body: { settings: { greeting: 'Servus' }, autoUpdate: false, secrets: [{ name: 'token', stored: true }] },
    })
    expect((await client.get('/api/shoes/who')).body.settings).toEqual({ greeting: 'Servus' })
    expect(await client.patch('/api/plugins/shoes', { secrets: { other: 'x' } })).toEqual(refusedAt('#/secrets/other'))
    const everything = JSON.stringify([patched.body, (await client.get('/api/audit')).body])
    expect(everything).not.toContain('s3cret-of-ours')
    expect((await client.patch('/api/plugins/shoes', { secrets: { token: null } })).body.secrets).toMatchObject([
      { stored: false },
    ])
  })

  it('is uninstalled with its data kept, exported, and there again; or deleted for good, and no other’s with it', async () => {
    const [salon, garage] = [await make(), await make()]
    for (const { client } of [salon, garage]) {
      await install(client)
      for (const name of ['Boot', 'Clog', 'Loafer']) await add(client, name)
    }
    expect((await salon.client.post('/api/plugins/shoes/uninstall', { data: 'keep' })).status).toBe(204)
    expect(await salon.client.get('/api/shoes/items')).toMatchObject(problem(404, 'kernel.pluginNotInstalled'))
    expect((await salon.client.get('/api/plugins/shoes')).status).toBe(404)
    const exported = await salon.client.get('/api/plugins/shoes/export')
    expect(exported.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = String(exported.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ table, row }) => `${table} ${row.name}`).sort()).toEqual([
      'items Boot',
      'items Clog',
      'items Loafer',
    ])
    expect(new Set(lines.map(({ row }) => row.tenant_id))).toEqual(new Set([salon.id]))
    await install(salon.client, '1.1.0')
    expect(await names(salon.client)).toHaveLength(3)
    expect((await salon.client.get('/api/plugins/shoes/usage')).body).toMatchObject({
      rows: { used: 3 },
      data: [{ what: 'requests' }],
    })
    expect((await salon.client.post('/api/plugins/shoes/uninstall', { data: 'delete' })).status).toBe(204)
    expect(await salon.client.post('/api/plugins/shoes/uninstall', { data: 'delete' })).toMatchObject(
      problem(404, 'kernel.pluginNotInstalled'),
    )
    expect(await platform.owner.query('select name from shoes.items where tenant_id = $1', [salon.id])).toEqual([])
    await install(salon.client)
    expect(await names(salon.client)).toEqual([])
    expect(await names(garage.client)).toHaveLength(3)
    expect(await salon.client.post('/api/plugins/shoes/uninstall', { data: 'burn' })).toEqual(refusedAt('#/data'))
  })

  it('leaves nothing of a workspace that is purged', async () => {
    const salon = await make()
    await install(salon.client)
    await add(salon.client)
    await salon.client.delete('/api/tenant')
    await platform.owner.query(`update kernel.tenants set deleted_at = now() - interval '31 days' where id = $1`, [
      salon.id,
    ])
    await platform.tick()
    const left = () =>
      platform.owner.query(
        `select 1 from shoes.items where tenant_id = $1 union all select 2 from kernel.plugin_usage
      where tenant_id = $1 union all select 3 from kernel.plugin_installations where tenant_id = $1`,
        [salon.id],
      )
    await expect.poll(left, { timeout: 10_000 }).toEqual([])
  })

  it('shows what it wrote and counted to those who manage it, a page at a time', async () => {
    const { client } = await make()
    await install(client)
    await add(client, 'Boot')
    await add(client, 'Clog')
    const logs = async (query = '') => (await client.get(`/api/plugins/shoes/logs${query}`)).body
    await expect.poll(async () => (await logs()).data.length, { timeout: 10_000 }).toBe(2)
    const page = await logs('?limit=1')
    expect(page.data).toMatchObject([{ level: 'info', text: 'added Clog', version: '1.0.0' }])
    expect((await logs(`?limit=1&cursor=${page.nextCursor}`)).data).toMatchObject([{ text: 'added Boot' }])
    const { body } = await client.get('/api/plugins/shoes/usage')
    expect(body).toMatchObject({ rows: { used: 2, cap: 100_000 }, data: [{ what: 'requests', used: 2 }] })
  })
})
