import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { diaryMigrations } from '../live/testing/diary.ts'
import { costOf, problem } from '../request/testing/replies.ts'
import type { KeptVersion } from './installed-plugin.ts'
import { changeRights, install, storeVersion, versionOf } from './testing/publish-plugin.ts'
import { plugin } from './testing/shoes/plugin.ts'

const folder = join(import.meta.dirname, 'testing/shoes')

describe('a published plugin', () => {
  let platform: TestPlatform
  let version: KeptVersion
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'postgres',
      entry: 'kernel/live/testing/diary-worker.ts',
      migrations: [
        ...(await readMigrations()),
        ...diaryMigrations,
        { owner: 'shoes', id: '0001-items', sql: await readFile(join(folder, '0001-items.sql'), 'utf8') },
      ],
    })
    version = await versionOf(plugin, folder)
    await storeVersion(platform, version)
    salon = await makeWorkspace(platform.client)
    await install(platform, salon.id, version)
  })
  afterAll(() => platform.stop())

  it('answers as a built-in one does: its routes, its rows, its failures, for one gate call and one round trip', async () => {
    const created = await salon.client.post('/api/shoes/items', { name: 'Boot', pairs: 1 })
    expect(created).toMatchObject({ status: 201, body: { name: 'Boot', pairs: 1 } })
    await salon.client.get('/api/shoes/items')
    const listed = await salon.client.get('/api/shoes/items')
    expect(listed.body.data).toEqual([created.body])
    expect(costOf(listed)).toEqual({ gateCalls: 1, roundTrips: 1 })
    expect(listed.headers.get('etag')).toMatch(/^W\//)
    const sold = await salon.client.post(`/api/shoes/items/${created.body.id}/sell`)
    expect(sold.body.pairs).toBe(0)
    expect(await salon.client.post(`/api/shoes/items/${created.body.id}/sell`)).toMatchObject(
      problem(409, 'shoes.soldOut', { name: 'Boot' }),
    )
    expect(await salon.client.post('/api/shoes/items', { name: '', pairs: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ in: 'body', pointer: '#/name' }] },
    })
  })

  it('knows who asks and where, and sees no credential', async () => {
    const { body } = await salon.client.get('/api/shoes/who', { cookie: 'a=b', 'accept-language': 'de' })
    expect(body).toMatchObject({
      principal: { kind: 'person', role: 'owner', actor: `person:${salon.owner.id}`, can: true },
      tenant: { id: salon.id, slug: salon.slug, currency: 'EUR' },
      settings: { greeting: 'Hello' },
      installation: { origin: new URL(platform.url).origin },
      caches: 'undefined',
    })
    expect(body.headers).toContain('accept-language')
    for (const name of ['authorization', 'cookie', 'x-tenant-id', 'host']) expect(body.headers).not.toContain(name)
  })

  it('lets in whom its manifest lets in: roles, keys that were given its permissions, visitors', async () => {
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get('/api/shoes/items')).status).toBe(200)
    expect(await viewer.post('/api/shoes/items', { name: 'No', pairs: 1 })).toMatchObject(
      problem(403, 'kernel.notAllowed', { permission: 'shoes.items.write' }),
    )
    const made = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['shoes.items.read'] })
    expect(made.status).toBe(201)
    const key = platform.client.with({ authorization: `Bearer ${made.body.key}` })
    expect((await key.get('/api/shoes/items')).status).toBe(200)
    expect(await key.post('/api/shoes/items', { name: 'No', pairs: 1 })).toMatchObject(
      problem(403, 'kernel.notAllowed'),
    )
    expect(await salon.client.post('/api/api-keys', { name: 'k', permissions: ['shoes.items.burn'] })).toMatchObject(
      problem(422, 'kernel.invalid'),
    )
    expect((await platform.client.get(`/api/public/${salon.slug}/shoes/greeting`)).body).toEqual({
      greeting: 'Hello',
      to: 'anonymous',
      at: salon.slug,
    })
    expect(await platform.client.get('/api/shoes/items')).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    expect(await platform.client.get(`/api/public/${salon.slug}/shoes/items`)).toMatchObject(
      problem(404, 'kernel.notFound'),
    )
  })

  it('has the routes of its manifest and no others', async () => {
    expect(await salon.client.get('/api/shoes/nothing')).toMatchObject(problem(404, 'kernel.notFound'))
    const wrong = await salon.client.delete('/api/shoes/items')
    expect(wrong).toMatchObject(problem(405, 'kernel.methodNotAllowed'))
    expect(wrong.headers.get('allow')).toBe('GET, POST')
    expect((await salon.client.put('/api/shoes/bulk', {})).status).toBe(204)
    const warm = await salon.client.put('/api/shoes/bulk', {})
    expect([costOf(warm).gateCalls, warm.headers.get('ratelimit-policy')]).toEqual([1, expect.stringContaining('bulk')])
  })

  it('is not there for a workspace that has not installed it, nor while it is stopped', async () => {
    const garage = await makeWorkspace(platform.client)
    expect(await garage.client.get('/api/shoes/items')).toMatchObject(problem(404, 'kernel.pluginNotInstalled'))
    await install(platform, garage.id, version)
    await changeRights(garage)
    expect((await garage.client.get('/api/shoes/items')).body).toEqual({ data: [] })
    await install(platform, garage.id, version, { state: 'suspended' })
    await changeRights(garage)
    expect(await garage.client.get('/api/shoes/items')).toMatchObject(
      problem(403, 'kernel.pluginStopped', { state: 'suspended' }),
    )
    await install(platform, garage.id, version)
    await platform.owner.query(`update kernel.published_versions set state = 'yanked' where plugin_id = 'shoes'`)
    await changeRights(garage)
    expect(await garage.client.get('/api/shoes/items')).toMatchObject(
      problem(403, 'kernel.pluginStopped', { state: 'yanked' }),
    )
    await platform.owner.query(`update kernel.published_versions set state = 'live' where plugin_id = 'shoes'`)
    await changeRights(garage)
    expect((await garage.client.get('/api/shoes/items')).status).toBe(200)
  })

  it('that uses what it does not ask for is told the line to add', async () => {
    const refused = (how: string) => salon.client.get(`/api/shoes/fails/${how}`)
    const undeclared = (line: string) => problem(403, 'kernel.undeclared', { detail: expect.stringContaining(line) })
    expect(await refused('port')).toMatchObject(undeclared('ports: { email: {} }'))
    expect(await refused('call')).toMatchObject(undeclared("calls: { 'diary GET /notes': { fields: null } }"))
    expect(await refused('host')).toMatchObject(undeclared("hosts: { 'api.example.com': {} }"))
  })

  it('that breaks down answers 503 and tells its author why, and nobody else', async () => {
    const reply = await salon.client.get('/api/shoes/fails/throws')
    expect(reply).toMatchObject(problem(503, 'kernel.pluginFailed', { plugin: 'shoes' }))
    expect(JSON.stringify(reply.body)).not.toContain('Broken inside')
    await expect
      .poll(() =>
        platform.owner.query(
          `select text, request_id from kernel.plugin_logs where tenant_id = $1 and level = 'error' and text like '%Broken inside%'`,
          [salon.id],
        ),
      )
      .toEqual([expect.objectContaining({ request_id: reply.headers.get('request-id') })])
    await expect
      .poll(async () => {
        const [row] = await platform.owner.query(
          'select sum(calls)::int as calls, sum(errors)::int as errors from kernel.plugin_health where tenant_id = $1',
          [salon.id],
        )
        return row
      })
      .toMatchObject({ calls: expect.any(Number), errors: 1 })
    expect(
      await platform.owner.query(`select text from kernel.plugin_logs where tenant_id = $1 and level = 'info'`, [
        salon.id,
      ]),
    ).toContainEqual({ text: 'added Boot' })
  })

  it('that hangs is cut, and the platform goes on', async () => {
    const hung = salon.client.get('/api/shoes/fails/hangs')
    expect((await salon.client.get('/api/shoes/items')).status).toBe(200)
    expect(await hung).toMatchObject(problem(503, 'kernel.pluginFailed'))
    expect(await salon.client.get('/api/shoes/fails/stalls')).toMatchObject(problem(503, 'kernel.pluginFailed'))
    expect((await salon.client.get('/api/shoes/items')).status).toBe(200)
  })

  it('gives a retry under the same Idempotency-Key what the first time answered, and refuses another request', async () => {
    const key = { 'idempotency-key': 'boots-again' }
    const first = await salon.client.post('/api/shoes/items', { name: 'Sandal', pairs: 2 }, key)
    expect((await salon.client.post('/api/shoes/items', { name: 'Sandal', pairs: 2 }, key)).body).toEqual(first.body)
    expect(await salon.client.post('/api/shoes/items', { name: 'Other', pairs: 2 }, key)).toMatchObject(
      problem(422, 'kernel.idempotencyMismatch'),
    )
    const { body } = await salon.client.get('/api/shoes/items')
    expect(body.data.filter(({ name }: { name: string }) => name === 'Sandal')).toHaveLength(1)
  })

  it('hears what the workspace lets it hear, with the fields that it may see, and its version is in the record', async () => {
    const spa = await makeWorkspace(platform.client, { modules: ['diary'] })
    await install(platform, spa.id, version, { grants: { hears: { 'diary.page.written': { fields: [] } } } })
    await changeRights(spa)
    const names = async () =>
      (await spa.client.get('/api/shoes/items')).body.data.map(({ name }: { name: string }) => name)
    await spa.client.post('/api/diary/pages', { kind: 'page', text: 'one' })
    await spa.client.post('/api/diary/pages', { kind: 'secret', text: 'not for shoes' })
    await expect.poll(names).toEqual(['heard '])
    await install(platform, spa.id, version, { grants: { hears: { 'diary.*': { fields: ['id'] } } } })
    await changeRights(spa)
    await spa.client.post('/api/diary/pages', { kind: 'page', text: 'two' })
    await expect.poll(names).toEqual(['heard ', 'heard id'])
    const { body } = await spa.client.get('/api/audit?action=shoes.item.created')
    expect(body.data.map(({ actor }: { actor: string }) => actor)).toEqual(Array(2).fill('plugin:shoes@1.0.0'))
    await install(platform, spa.id, version, { state: 'suspended', grants: { hears: { 'diary.*': { fields: null } } } })
    await changeRights(spa)
    await spa.client.post('/api/diary/pages', { kind: 'page', text: 'three' })
    await install(platform, spa.id, version)
    await changeRights(spa)
    expect(await names()).toHaveLength(2)
    expect(
      await platform.owner.query('select 1 from kernel.deliveries where tenant_id = $1 and subscriber = $2', [
        spa.id,
        'plugin:shoes',
      ]),
    ).toEqual([])
  })

  it('works on jobs in the name of who asked for them', async () => {
    const { body: item } = await salon.client.post('/api/shoes/items', { name: 'Clog', pairs: 3 })
    await salon.client.post(`/api/shoes/items/${item.id}/sell`)
    const pairs = async () => {
      const { body } = await salon.client.get('/api/shoes/items')
      return body.data.find(({ name }: { name: string }) => name === 'Clog').pairs
    }
    await expect.poll(pairs).toBe(7)
    const { body } = await salon.client.get(`/api/audit?action=shoes.item.sold&subject=item:${item.id}`)
    expect(body.data.map(({ actor }: { actor: string }) => actor)).toEqual(Array(2).fill(`person:${salon.owner.id}`))
  })

  it('answers 503 where nothing can run it, and everything else is served', async () => {
    const bare = await startTestPlatform({
      database: 'postgres',
      entry: 'kernel/live/testing/diary-worker.ts',
      loader: false,
    })
    try {
      await storeVersion(bare, version)
      const cafe = await makeWorkspace(bare.client)
      await install(bare, cafe.id, version)
      await changeRights(cafe)
      expect(await cafe.client.get('/api/shoes/items')).toMatchObject(problem(503, 'kernel.noSandbox'))
      expect((await cafe.client.get('/api/tenant')).status).toBe(200)
    } finally {
      await bare.stop()
    }
  })
})
