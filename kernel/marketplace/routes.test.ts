import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import { install, noGrants, storeVersion, versionOf } from '../sandbox/testing/publish-plugin.ts'
import { plugin } from '../sandbox/testing/shoes/plugin.ts'

const folder = join(import.meta.dirname, '../sandbox/testing/shoes')

describe.each(databases)('what strangers published, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let viewer: Client

  const publish = async (manifest: Partial<Manifest>) => {
    const version = await versionOf(plugin, folder, { manifest, code: 'export default class {}' })
    await storeVersion(platform, version)
    return version
  }

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
    viewer = await addMember(salon, await signUp(platform.client, 'Vera'), 'viewer')
    const first = await publish({
      title: 'Shoes',
      needs: {
        ports: {},
        calls: {},
        hears: {},
        limits: {},
        hosts: { 'api.example.com': { perDay: 7, why: 'Prices' } },
      },
    })
    await publish({ id: 'cakes', title: 'Cakes 100%', permissions: {}, routes: [], events: {} })
    await install(platform, salon.id, first, { grants: { ...noGrants, hosts: { 'api.example.com': { perDay: 3 } } } })
  })
  afterAll(() => platform?.stop())

  const titles = async (query: string) =>
    (await salon.client.get(`/api/marketplace${query}`)).body.data.map(({ title }: { title: string }) => title)

  it('is found by its words, a page at a time', async () => {
    expect(await titles('')).toEqual(['Cakes 100%', 'Shoes'])
    expect(await titles('?q=sho')).toEqual(['Shoes'])
    expect(await titles('?q=publisher%20tests')).toEqual(['Cakes 100%', 'Shoes'])
    expect(await titles('?q=100%25')).toEqual(['Cakes 100%'])
    expect(await titles('?q=_')).toEqual([])
    const { body } = await salon.client.get('/api/marketplace?limit=1')
    expect(body.nextCursor).toEqual(expect.any(String))
    expect(await titles(`?limit=1&cursor=${body.nextCursor}`)).toEqual(['Shoes'])
  })

  it('says what it asks for in words and in numbers, and how many have it', async () => {
    const { status, body } = await viewer.get('/api/marketplace/shoes')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'shoes',
      installs: 1,
      installed: { version: '1.0.0', state: 'on' },
      publisher: { name: 'Publisher', verified: false },
      grants: { hosts: { 'api.example.com': { perDay: 7 } } },
      versions: [{ version: '1.0.0', state: 'live' }],
    })
    expect(body.asks).toContainEqual({
      kind: 'host',
      key: 'api.example.com',
      text: 'Can contact api.example.com, and nobody else',
      why: 'Prices',
    })
    expect((await salon.client.get('/api/marketplace/nothing')).status).toBe(404)
    expect((await salon.client.get('/api/marketplace/No-Name')).status).toBe(422)
  })

  it('is shown to a workspace that has it, to each person with what they may call', async () => {
    const [own] = (await salon.client.get('/api/plugins')).body.data
    expect(own).toMatchObject({
      id: 'shoes',
      state: 'on',
      reason: null,
      grants: { hosts: { 'api.example.com': { perDay: 3 } } },
      asked: { hosts: { 'api.example.com': { perDay: 7 } } },
      update: null,
    })
    expect(own.calls).toContain('POST /items')
    expect(own.settingsSchema.properties).toHaveProperty('greeting')
    const seen = (await viewer.get('/api/plugins/shoes')).body
    expect(seen.mine).toEqual(['shoes.items.read'])
    expect(seen.calls).toContain('GET /items')
    expect(seen.calls).not.toContain('POST /items')
    const other = await makeWorkspace(platform.client)
    expect((await other.client.get('/api/plugins')).body.data).toEqual([])
    expect((await other.client.get('/api/plugins/shoes')).status).toBe(404)
  })

  it('tells of a newer version, and what that asks for besides', async () => {
    await platform.owner.query(
      `insert into kernel.published_versions (plugin_id, version, version_key, title, description, icon, changes, manifest, code, migrations,
         permissions, content_hash, publisher_key_id, publisher_signature, platform_signature, submitted_by, state)
       select plugin_id, '1.1.0', '1.1.0', title, description, icon, 'More.', jsonb_set(manifest::jsonb, '{needs,hosts,b.example}', '{"perDay":1}')::text,
         code, migrations, permissions, content_hash, publisher_key_id, publisher_signature, platform_signature, submitted_by, state
       from kernel.published_versions where plugin_id = 'shoes'`,
    )
    const { update } = (await salon.client.get('/api/plugins/shoes')).body
    expect(update).toMatchObject({ version: '1.1.0', changes: 'More.', asksMore: [{ kind: 'host', key: 'b.example' }] })
  })

  it('is not offered once the operator has stopped it, and says so where it is', async () => {
    await platform.owner.query(
      `update kernel.published_plugins set killed_at = now(), killed_reason = 'Steals shoes' where id = 'shoes'`,
    )
    expect(await titles('')).toEqual(['Cakes 100%'])
    expect((await salon.client.get('/api/marketplace/shoes')).status).toBe(404)
    expect((await salon.client.get('/api/plugins/shoes')).body).toMatchObject({
      state: 'killed',
      reason: 'Steals shoes',
    })
  })

  it('is for the people of a workspace; a picture that is not there is none', async () => {
    expect((await platform.client.get('/api/marketplace')).status).toBe(401)
    expect((await platform.client.get('/api/plugins')).status).toBe(401)
    expect((await platform.client.get('/api/marketplace/shoes/1.0.0/screenshots/0')).status).toBe(404)
  })
})
