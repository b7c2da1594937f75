import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { publishShoes } from './testing/publish-shoes.ts'

const asked = { ports: {}, hosts: {}, calls: {}, limits: {}, hears: {} }

describe.each(databases)('a new version, on %s', (database) => {
  let platform: TestPlatform
  let salons: Workspace[]
  let still: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    await publishShoes(platform, '1.0.0', { manifest: { needs: asked } })
    await platform.owner.query(
      `update kernel.published_versions set stage = 'all', state_at = now() - interval '9 days'`,
    )
    salons = []
    for (let count = 0; count < 6; count++) salons.push(await makeWorkspace(platform.client))
    for (const { client } of salons) await client.post('/api/plugins/shoes/install', {})
    still = await makeWorkspace(platform.client)
    await still.client.post('/api/plugins/shoes/install', {})
    await still.client.patch('/api/plugins/shoes', { autoUpdate: false })
  })
  afterAll(() => platform?.stop())

  const versions = async () => {
    const replies = await Promise.all(salons.map(({ client }) => client.get('/api/plugins/shoes')))
    return replies.map(({ body }) => body.version as string).sort()
  }
  const allAt = (version: string) => salons.map(() => version)
  /** What a version's calls came to in a workspace, as the kernel notes it. */
  const note = async (version: string, calls: number, errors: number) =>
    platform.owner.query(
      `insert into kernel.plugin_health values ($1, 'shoes', $2, date_trunc('hour', now()), $3, $4)
       on conflict (tenant_id, plugin_id, version, hour) do update set calls = excluded.calls, errors = excluded.errors`,
      [salons[0]?.id, version, calls, errors],
    )
  const stateOf = async (version: string) => {
    const [row] = await platform.owner.query(
      `select state, stage, reason from kernel.published_versions where plugin_id = 'shoes' and version = $1`,
      [version],
    )
    return row
  }
  const settle = (what: () => Promise<unknown>, like: unknown) =>
    expect
      .poll(
        async () => {
          await platform.tick()
          return what()
        },
        { timeout: 20_000, interval: 200 },
      )
      .toEqual(like)

  it('comes to one of a few by itself, and is taken back from there when it fails more than the one before', async () => {
    await publishShoes(platform, '1.1.0', { manifest: { needs: asked } })
    const tried = [...allAt('1.0.0').slice(1), '1.1.0']
    await settle(versions, tried)
    await platform.tick()
    expect(await versions()).toEqual(tried)
    const [there] = (
      await Promise.all(
        salons.map(async (salon) => ({ salon, version: (await salon.client.get('/api/plugins/shoes')).body.version })),
      )
    ).filter(({ version }) => version === '1.1.0')
    const records = async () =>
      (await there?.salon.client.get('/api/audit?limit=100'))?.body.data.filter(({ action }: { action: string }) =>
        ['plugin.upgraded', 'plugin.rolledBack'].includes(action),
      )
    expect(await records()).toMatchObject([
      { action: 'plugin.upgraded', actor: 'system', data: { from: '1.0.0', to: '1.1.0' } },
    ])
    await note('1.0.0', 1000, 10)
    await note('1.1.0', 40, 20)
    await settle(versions, allAt('1.0.0'))
    expect(await stateOf('1.1.0')).toMatchObject({ state: 'rolled_back', reason: expect.stringContaining('20 of 40') })
    expect(await records()).toMatchObject([
      {
        action: 'plugin.rolledBack',
        actor: 'system',
        data: { from: '1.1.0', to: '1.0.0', reason: expect.stringContaining('20 of 40') },
      },
      { action: 'plugin.upgraded' },
    ])
    await platform.tick()
    expect(await versions()).toEqual(allAt('1.0.0'))
    expect((await there?.salon.client.get('/api/shoes/items'))?.status).toBe(200)
  })

  it('that asks for more comes to nobody by itself', async () => {
    await publishShoes(platform, '1.2.0', {
      manifest: { needs: { ...asked, hosts: { 'api.example.com': { perDay: 1 } } } },
    })
    await settle(async () => (await stateOf('1.2.0'))?.stage, 'all')
    expect(await versions()).toEqual(allAt('1.0.0'))
    await platform.owner.query(`update kernel.published_versions set state = 'yanked' where version = '1.2.0'`)
  })

  it('that fares well goes on to all who let it, and to nobody else; and back from all when it breaks there', async () => {
    await publishShoes(platform, '1.3.0', { manifest: { needs: asked } })
    await settle(versions, [...allAt('1.0.0').slice(1), '1.3.0'])
    await note('1.3.0', 200, 1)
    await settle(versions, allAt('1.3.0'))
    expect(await stateOf('1.3.0')).toMatchObject({ state: 'live', stage: 'all' })
    expect((await still.client.get('/api/plugins/shoes')).body.version).toBe('1.0.0')
    await note('1.3.0', 400, 100)
    await settle(versions, allAt('1.0.0'))
    expect(await stateOf('1.3.0')).toMatchObject({ state: 'rolled_back' })
  })

  it('finds only those who let it in the moment that it comes: one that is taken back meanwhile stays back', async () => {
    await publishShoes(platform, '1.4.0', { manifest: { needs: asked } })
    await settle(async () => (await versions()).includes('1.4.0'), true)
    const replies = await Promise.all(salons.map(({ client }) => client.post('/api/plugins/shoes/rollback')))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    await note('1.4.0', 500, 0)
    await settle(async () => (await versions()).filter((version) => version === '1.4.0').length, salons.length - 1)
    await platform.tick()
    expect((await versions())[0]).toBe('1.0.0')
  })

  it('comes to nobody while what signed it is in wrong hands', async () => {
    const before = await versions()
    const { publisherKeyId } = await publishShoes(platform, '9.0.0', { manifest: { needs: asked } })
    const withdraw = (at: string) =>
      platform.owner.query(`update kernel.publisher_keys set withdrawn_at = ${at} where id = $1`, [publisherKeyId])
    await withdraw('now()')
    for (let count = 0; count < 3; count++) await platform.tick()
    expect(await versions()).toEqual(before)
    await withdraw('null')
    await settle(async () => (await versions()).includes('9.0.0'), true)
  })
})
