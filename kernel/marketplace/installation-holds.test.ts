import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, makeWorkspace, type Reply, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { costOf, problem } from '../request/testing/replies.ts'
import { changeRights } from '../sandbox/testing/publish-plugin.ts'
import { publishShoes, shoesCode } from './testing/publish-shoes.ts'

const asked = {
  ports: {},
  calls: {},
  limits: {},
  hosts: { 'api.example.com': { perDay: 5 } },
  hears: { 'diary.page.written': { fields: ['id'] } },
}
const path = '/api/plugins/shoes'

describe.each(databases)('what a workspace decides about a plugin, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    // Names its host, as the manifest does.
    const code = (await shoesCode()).replace('needs={hears:', 'needs={hosts:{"api.example.com":{}},hears:')
    for (const version of ['1.0.0', '1.1.0', '1.2.0'])
      await publishShoes(platform, version, {
        manifest: { needs: asked, secrets: { token: { title: 'Token' } } },
        code,
      })
    await platform.owner.query(`update kernel.published_versions set stage = 'all' where plugin_id = 'shoes'`)
  })
  afterAll(() => platform?.stop())

  const make = (): Promise<Workspace> => makeWorkspace(platform.client)
  const install = async (client: Client, version = '1.0.0') => {
    const reply = await client.post(`${path}/install`, { version })
    expect(reply).toMatchObject({ status: 201, body: { version, mine: ['shoes.items.read', 'shoes.items.write'] } })
    return reply.body
  }
  const add = (client: Client, name = 'Boot') => client.post('/api/shoes/items', { name, pairs: 1 })
  const actions = async (client: Client) => {
    const { body } = await client.get('/api/audit?limit=50')
    return body.data
      .map(({ action }: { action: string }) => action)
      .filter((action: string) => action.startsWith('plugin.'))
  }

  it('costs a warm request into the plugin one gate call and one round trip', async () => {
    const { client } = await make()
    await install(client)
    await client.get('/api/shoes/items')
    expect(costOf(await client.get('/api/shoes/items'))).toEqual({ gateCalls: 1, roundTrips: 1 })
  })

  it('holds from the next call on: a host, and requests at all', async () => {
    const { client } = await make()
    const { grants } = await install(client)
    const call = () => client.get('/api/shoes/fails/host')
    const used = async () => {
      const { body } = await client.get(`${path}/usage`)
      return body.data.find(({ what }: { what: string }) => what === 'host:api.example.com')?.used
    }
    await call()
    expect(await used()).toBe(1)
    expect((await client.patch(path, { grants: { ...grants, hosts: {} } })).status).toBe(200)
    const refused = { detail: 'host:api.example.com is not among what this workspace grants the plugin' }
    expect(await call()).toMatchObject(problem(403, 'kernel.notGranted', refused))
    expect(await used()).toBe(undefined)
    const logged = async () => (await client.get(`${path}/logs`)).body.data.map(({ text }: { text: string }) => text)
    await expect
      .poll(logged)
      .toContainEqual(
        expect.stringMatching(/^No request to api\.example\.com: .* is not among what this workspace grants/),
      )
    expect((await client.patch(path, { grants })).status).toBe(200)
    expect(await used()).toBe(1)
    const none = { ...grants, limits: { ...grants.limits, requestsPerDay: 0 } }
    expect((await client.patch(path, { grants: none })).status).toBe(200)
    expect(await client.get('/api/shoes/items')).toMatchObject(problem(429, 'kernel.tooMany'))
    expect((await client.patch(path, { grants })).status).toBe(200)
    expect((await client.get('/api/shoes/items')).status).toBe(200)
  })

  it('is answered again to whoever sends it again under its Idempotency-Key, and done once', async () => {
    const { client } = await make()
    const twice = async (send: (headers: Record<string, string>) => Promise<Reply>) => {
      const headers = { 'idempotency-key': randomUUID() }
      const [first, second] = [await send(headers), await send(headers)]
      expect(first.status).toBeLessThan(300)
      expect(second).toMatchObject({ status: first.status, body: first.body })
    }
    await twice((headers) => client.post(`${path}/install`, { version: '1.0.0' }, headers))
    await twice((headers) => client.patch(path, { settings: { greeting: 'Servus' } }, headers))
    await twice((headers) => client.post(`${path}/upgrade`, { version: '1.1.0' }, headers))
    await twice((headers) => client.post(`${path}/rollback`, undefined, headers))
    await twice((headers) => client.post(`${path}/suspend`, undefined, headers))
    await twice((headers) => client.post(`${path}/uninstall`, { data: 'keep' }, headers))
    await twice((headers) => client.post(`${path}/uninstall`, { data: 'delete' }, headers))
    expect((await actions(client)).toReversed()).toEqual([
      'plugin.installed',
      'plugin.changed',
      'plugin.upgraded',
      'plugin.rolledBack',
      'plugin.suspended',
      'plugin.uninstalled',
      'plugin.uninstalled',
    ])
  })

  it('leaves no row of the plugin’s behind where it still writes while its data is deleted', async () => {
    const { id, client } = await make()
    await install(client)
    await add(client)
    const writes = Array.from({ length: 30 }, (_, place) => add(client, `Boot ${place}`))
    const gone = await client.post(`${path}/uninstall`, { data: 'delete' })
    expect(gone.status).toBe(204)
    const statuses = new Set((await Promise.all(writes)).map(({ status }) => status))
    for (const status of statuses) expect([201, 404, 409]).toContain(status)
    const left = await platform.owner.query(
      `select 'row' as what from shoes.items where tenant_id = $1 union all
       select 'usage' from kernel.plugin_usage where tenant_id = $1 union all
       select 'installation' from kernel.plugin_installations where tenant_id = $1`,
      [id],
    )
    expect(left).toEqual([])
  })

  it('is one of a deletion and an installation at the same moment', async () => {
    const { client } = await make()
    await install(client)
    await add(client)
    await client.post(`${path}/uninstall`, { data: 'keep' })
    const [gone, again] = await Promise.all([
      client.post(`${path}/uninstall`, { data: 'delete' }),
      client.post(`${path}/install`, { version: '1.0.0' }),
    ])
    expect([204, 404, 409]).toContain(gone.status)
    // What is deleted again before it is told is told as what it is by then.
    expect(gone.status === 204 ? [201, 404] : [201]).toContain(again.status)
    // Whichever came later holds: a plugin that was there again may be what was deleted.
    if ((await client.get(path)).status === 404) {
      expect(gone.status).toBe(204)
      expect(await client.get('/api/shoes/items')).toMatchObject(problem(404, 'kernel.pluginNotInstalled'))
      await install(client)
    }
    expect((await client.get('/api/shoes/items')).body.data).toHaveLength(gone.status === 204 ? 0 : 1)
    expect((await add(client, 'Clog')).status).toBe(201)
  })

  it('cannot be for a version that was called back, and leads away from one', async () => {
    const salon = await make()
    await install(salon.client)
    expect((await salon.client.post(`${path}/upgrade`, { version: '1.1.0' })).status).toBe(200)
    await setVersion('1.0.0', 'yanked')
    await changeRights(salon)
    expect(await salon.client.post(`${path}/rollback`)).toMatchObject(problem(409, 'kernel.pluginNotOffered'))
    const other = await make()
    expect(await other.client.post(`${path}/install`, { version: '1.0.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered', { version: '1.0.0' }),
    )
    await setVersion('1.1.0', 'yanked')
    await changeRights(salon)
    expect(await salon.client.get('/api/shoes/items')).toMatchObject(problem(403, 'kernel.pluginStopped'))
    expect((await salon.client.get(path)).body).toMatchObject({ state: 'yanked', update: { version: '1.2.0' } })
    expect((await salon.client.post(`${path}/upgrade`, {})).body).toMatchObject({ version: '1.2.0', state: 'on' })
    expect((await salon.client.get('/api/shoes/items')).status).toBe(200)
    await setVersion('1.0.0', 'live')
    await setVersion('1.1.0', 'live')
  })

  it('changes nothing about a plugin that the operator stopped; its data can be taken away', async () => {
    const salon = await make()
    await install(salon.client)
    await add(salon.client)
    await platform.owner.query(
      `update kernel.published_plugins set killed_at = now(), killed_reason = 'Steals' where id = 'shoes'`,
    )
    await changeRights(salon)
    expect(await salon.client.get('/api/shoes/items')).toMatchObject(
      problem(403, 'kernel.pluginStopped', { state: 'killed' }),
    )
    for (const [verb, body] of [
      ['install', {}],
      ['upgrade', {}],
      ['upgrade', { version: '1.1.0' }],
    ] as const)
      expect(await salon.client.post(`${path}/${verb}`, body)).toMatchObject(problem(409, 'kernel.pluginNotOffered'))
    expect((await salon.client.post(`${path}/resume`)).body).toMatchObject({ state: 'killed', reason: 'Steals' })
    expect(String(JSON.stringify((await salon.client.get(`${path}/export`)).body))).toContain('Boot')
    expect((await salon.client.post(`${path}/uninstall`, { data: 'delete' })).status).toBe(204)
    await platform.owner.query(
      `update kernel.published_plugins set killed_at = null, killed_reason = null where id = 'shoes'`,
    )
  })

  it('is not for what a publisher’s key signed that is in wrong hands', async () => {
    const { client } = await make()
    await withdraw('1.2.0', 'now()')
    expect(await client.post(`${path}/install`, { version: '1.2.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect((await client.post(`${path}/install`, {})).body.version).toBe('1.1.0')
    await withdraw('1.2.0', 'null')
  })

  it('is refused in words for whatever else is sent, and never breaks', async () => {
    const { client } = await make()
    const { grants } = await install(client)
    const cursor = (keys: unknown) => `${path}/logs?cursor=${btoa(JSON.stringify(keys))}`
    const replies = await Promise.all([
      client.get(cursor(['x'])),
      client.get(cursor(['9'.repeat(40)])),
      client.get(cursor([1, 2])),
      client.get(`${path}/logs?limit=0`),
      client.get(`/api/marketplace?cursor=${btoa('["a"]')}`),
      client.get('/api/marketplace?q=%00'),
      client.get(`${path}/plan?version=1`),
      client.post(`${path}/install`, 'no json', { 'content-type': 'application/json' }),
      client.post(`${path}/install`, '"x"', { 'content-type': 'application/json' }),
      client.post(`${path}/uninstall`),
      client.post(`${path}/upgrade`, { version: '1.0.0\u0000' }),
      client.patch(path, { grants: { ...grants, ports: { fax: { perDay: 1 } } } }),
      client.patch(path, { grants: { ...grants, limits: { ...grants.limits, rows: -1 } } }),
      client.patch(path, { grants: { ...grants, limits: { ...grants.limits, rows: 1e300 } } }),
      client.patch(path, { settings: { greeting: 'a\u0000b' } }),
      client.patch(path, { secrets: { token: 'x'.repeat(10_001) } }),
      client.patch(path, { autoUpdate: 'yes' }),
      client.patch(path, { state: 'on' }),
      ...['install', 'upgrade', 'rollback', 'suspend', 'resume', 'uninstall'].map((verb) =>
        client.post(`/api/plugins/UPPER/${verb}`, { data: 'keep' }),
      ),
    ])
    for (const { status, body } of replies) {
      expect([400, 415, 422], JSON.stringify(body)).toContain(status)
      if (status === 422) expect(body.errors).not.toEqual([])
    }
    // Names that every object has name nothing here.
    const nameless = await Promise.all([
      client.patch(path, `{"grants":${JSON.stringify(grants).replace('{', '{"__proto__":{"x":1},')}}`, {
        'content-type': 'application/json',
      }),
      client.patch(path, { secrets: { constructor: 'x' } }),
    ])
    for (const { status } of nameless) expect([200, 422]).toContain(status)
    const absent = await Promise.all([
      ...['rollback', 'suspend', 'resume'].map((verb) => client.post(`/api/plugins/nobody/${verb}`)),
      client.post('/api/plugins/nobody/upgrade', {}),
      client.post('/api/plugins/nobody/uninstall', { data: 'delete' }),
      client.patch('/api/plugins/nobody', {}),
      ...['plan', 'usage', 'export', ''].map((what) => client.get(`/api/plugins/nobody/${what}`.replace(/\/$/, ''))),
    ])
    expect(absent.map(({ status }) => status)).toEqual(absent.map(() => 404))
    expect((await client.get(path)).body).toMatchObject({ grants, secrets: [{ stored: false }] })
  })

  function setVersion(version: string, state: string) {
    return change(
      `update kernel.published_versions set state = '${state}' where plugin_id = 'shoes' and version = '${version}'`,
    )
  }
  function withdraw(version: string, at: string) {
    return change(`update kernel.publisher_keys k set withdrawn_at = ${at} from kernel.published_versions p
      where p.plugin_id = 'shoes' and p.version = '${version}' and k.id = p.publisher_key_id`)
  }
  /** As the operator's and the publisher's routes change it, whose tests are beside them. */
  function change(statement: string) {
    return platform.owner.query(statement)
  }
})
