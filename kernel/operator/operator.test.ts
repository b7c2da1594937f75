import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { publishShoes } from '../marketplace/testing/publish-shoes.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'

const asked = { ports: {}, hosts: {}, calls: {}, limits: {}, hears: {} }
const because = { reason: 'It reads what it should not' }

describe.each(databases)('the operator, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let garage: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    await publishShoes(platform, '1.0.0', { manifest: { needs: asked } })
    salon = await makeWorkspace(platform.client)
    garage = await makeWorkspace(platform.client)
    for (const { client } of [salon, garage]) {
      await client.post('/api/plugins/shoes/install', { version: '1.0.0' })
      expect((await client.get('/api/shoes/items')).status).toBe(200)
    }
  })
  afterAll(() => platform?.stop())

  const operator = () => platform.client.with({ authorization: `Bearer ${inject('secrets').OPERATOR_TOKEN}` })
  const run = (client: Workspace['client']) => client.get('/api/shoes/items')

  it('is who has the token; to everybody else, and where none is set, nothing is told', async () => {
    const path = '/api/operator/plugins'
    for (const authorization of ['', 'Bearer x', `Bearer ${inject('secrets').OPERATOR_TOKEN}x`])
      expect(await platform.client.get(path, { authorization })).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    expect(await salon.client.post(`${path}/shoes/kill`, because)).toMatchObject(
      problem(401, 'kernel.notAuthenticated'),
    )
    expect((await run(salon.client)).status).toBe(200)
    const bare = await startTestPlatform({ database, settings: { OPERATOR_TOKEN: '' } })
    try {
      expect(await bare.client.get(path, { authorization: 'Bearer ' })).toMatchObject(problem(404, 'kernel.notFound'))
      expect(await bare.client.post(`${path}/shoes/kill`, {})).toMatchObject(problem(404, 'kernel.notFound'))
    } finally {
      await bare.stop()
    }
  })

  it('sees all that was submitted, and no workspace’s name', async () => {
    const { body } = await operator().get('/api/operator/plugins')
    expect(body.data).toMatchObject([
      {
        id: 'shoes',
        state: 'on',
        reason: null,
        installs: 2,
        versions: [{ version: '1.0.0', state: 'live', installs: 2 }],
      },
    ])
    expect(JSON.stringify(body)).not.toContain(salon.id)
  })

  it('stops a plugin in every workspace, from the next request on, and lets it run again', async () => {
    const path = '/api/operator/plugins/shoes'
    expect(await operator().post(`${path}/kill`, {})).toEqual(refusedAt('#/reason'))
    expect((await operator().post(`${path}/kill`, because)).status).toBe(204)
    for (const { client } of [salon, garage]) {
      expect(await run(client)).toMatchObject(problem(403, 'kernel.pluginStopped'))
      expect((await client.get('/api/plugins/shoes')).body).toMatchObject({ state: 'killed', reason: because.reason })
    }
    expect((await salon.client.get('/api/marketplace')).body.data).toEqual([])
    expect(await operator().post(`${path}/kill`, because)).toMatchObject(problem(404, 'kernel.notFound'))
    expect((await operator().post(`${path}/revive`, because)).status).toBe(204)
    for (const { client } of [salon, garage]) expect((await run(client)).status).toBe(200)
    const actions = await platform.owner.query(
      `select action, actor from kernel.ledger where actor = 'operator' order by id`,
    )
    expect(actions).toEqual([
      { action: 'published.killed', actor: 'operator' },
      { action: 'published.revived', actor: 'operator' },
    ])
  })

  it('calls a version back: who has it returns to the one before, or stops', async () => {
    await publishShoes(platform, '1.1.0', { manifest: { needs: asked } })
    expect((await salon.client.post('/api/plugins/shoes/upgrade', {})).body.version).toBe('1.1.0')
    const path = '/api/operator/plugins/shoes/versions/1.1.0/yank'
    expect(await operator().post(path, { ...because, installed: 'burn' })).toEqual(refusedAt('#/installed'))
    expect((await operator().post(path, because)).status).toBe(204)
    expect((await salon.client.get('/api/plugins/shoes')).body).toMatchObject({ version: '1.0.0', state: 'on' })
    expect((await run(salon.client)).status).toBe(200)
    expect(await salon.client.post('/api/plugins/shoes/upgrade', { version: '1.1.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect(await operator().post(path, because)).toMatchObject(problem(404, 'kernel.notFound'))
    await publishShoes(platform, '1.2.0', { manifest: { needs: asked } })
    await garage.client.post('/api/plugins/shoes/upgrade', {})
    await operator().post('/api/operator/plugins/shoes/versions/1.2.0/yank', { ...because, installed: 'stop' })
    expect(await run(garage.client)).toMatchObject(problem(403, 'kernel.pluginStopped'))
    expect((await garage.client.get('/api/plugins/shoes')).body).toMatchObject({
      state: 'yanked',
      reason: because.reason,
    })
    expect((await garage.client.post('/api/plugins/shoes/rollback')).body).toMatchObject({
      version: '1.0.0',
      state: 'on',
    })
    expect((await run(garage.client)).status).toBe(200)
  })

  it('admits what waits, once it is what its publisher signed, or refuses it', async () => {
    const submit = async (version: string) => {
      const kept = await publishShoes(platform, version, { manifest: { needs: asked }, waits: true })
      return { kept, path: `/api/operator/plugins/shoes/versions/${kept.version}` }
    }
    const { path } = await submit('2.0.0')
    expect((await salon.client.get('/api/marketplace/shoes')).body.version).toBe('1.0.0')
    expect(await salon.client.post('/api/plugins/shoes/upgrade', { version: '2.0.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect((await operator().post(`${path}/admit`)).status).toBe(204)
    expect(await operator().post(`${path}/admit`)).toMatchObject(problem(404, 'kernel.notFound'))
    expect((await salon.client.post('/api/plugins/shoes/upgrade', { version: '2.0.0' })).status).toBe(200)
    expect((await run(salon.client)).status).toBe(200)
    const other = await submit('2.1.0')
    expect((await operator().post(`${other.path}/refuse`, because)).status).toBe(204)
    expect(await operator().post(`${other.path}/admit`)).toMatchObject(problem(404, 'kernel.notFound'))
    const forged = await submit('2.2.0')
    await platform.owner.query(`alter table kernel.published_versions disable trigger immutable`)
    await platform.owner.query(`update kernel.published_versions set code = code || ' ' where version = '2.2.0'`)
    await platform.owner.query(`alter table kernel.published_versions enable trigger immutable`)
    expect(await operator().post(`${forged.path}/admit`)).toMatchObject(problem(409, 'kernel.conflict'))
  })

  it('finds a plugin stopped by itself whose tables are not guarded any more, and it alone', async () => {
    await platform.owner.query('alter table shoes.items disable row level security')
    const settle = (state: string) =>
      expect
        .poll(
          async () => {
            await platform.tick()
            return (await operator().get('/api/operator/plugins')).body.data[0].state
          },
          { timeout: 10_000 },
        )
        .toBe(state)
    await settle('unsound')
    await expect.poll(async () => (await run(salon.client)).status, { timeout: 5000 }).toBe(403)
    expect((await salon.client.get('/api/tenant')).status).toBe(200)
    await platform.owner.query('alter table shoes.items enable row level security')
    await settle('on')
    await expect.poll(async () => (await run(salon.client)).status, { timeout: 5000 }).toBe(200)
  })
})
