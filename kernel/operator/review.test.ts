import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import {
  becomePublisher,
  draftBundle,
  itemTable,
  type PublishingWorkspace,
} from '../publisher/testing/make-submission.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'

const path = '/api/publisher/plugins'

describe.each(databases)('where the operator reviews, on %s', (database) => {
  let platform: TestPlatform
  let author: PublishingWorkspace
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database, settings: { PLUGIN_REVIEW: 'manual' } })
    author = await becomePublisher(await makeWorkspace(platform.client), 'salon-tools')
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform?.stop())

  const operator = () => platform.client.with({ authorization: `Bearer ${inject('secrets').OPERATOR_TOKEN}` })
  const decide = (version: string, what: 'admit' | 'refuse', body?: object) =>
    operator().post(`/api/operator/plugins/shoes/versions/${version}/${what}`, body)
  const submit = async (version: string, query = '') =>
    author.client.post(
      `${path}${query}`,
      await draftBundle(author.key, {
        manifest: { version },
        migrations: [
          { id: '0001-items', sql: itemTable('shoes') },
          ...(version === '1.2.0' ? [{ id: '0002-laces', sql: itemTable('shoes', 'lace') }] : []),
        ],
      }),
    )
  const own = async () => (await author.client.get(path)).body.data
  const seen = async () => (await operator().get('/api/operator/plugins')).body.data
  const listed = async () => (await salon.client.get('/api/marketplace')).body.data.map(({ id }: { id: string }) => id)
  const install = (version = '1.0.0') => salon.client.post('/api/plugins/shoes/install', { version })
  const tables = async () =>
    (
      await platform.owner.query(`select tablename from pg_catalog.pg_tables where schemaname = 'shoes' order by 1`)
    ).map(({ tablename }) => tablename)

  /** Nothing of what waits, or was refused, is to be had by anybody. */
  const isNowhere = async () => {
    expect(await listed()).toEqual([])
    expect((await salon.client.get('/api/marketplace/shoes')).status).toBe(404)
    for (const reply of [await install(), await author.client.post('/api/plugins/shoes/install', {})])
      expect([404, 409]).toContain(reply.status)
    expect((await salon.client.get('/api/shoes/items')).status).toBe(404)
    expect((await salon.client.get('/api/plugins')).body.data).toEqual([])
  }

  it('what is submitted waits: its publisher and the operator see it, and nobody can have it', async () => {
    expect(await submit('1.0.0', '?dryRun=true')).toMatchObject({ status: 200, body: { state: 'submitted' } })
    expect(await own()).toEqual([])
    expect(await submit('1.0.0')).toMatchObject({
      status: 201,
      body: { id: 'shoes', version: '1.0.0', state: 'submitted', audit: { faults: [] } },
    })
    expect(await own()).toMatchObject([
      { id: 'shoes', versions: [{ version: '1.0.0', state: 'submitted', reason: null }] },
    ])
    expect(await seen()).toMatchObject([
      {
        id: 'shoes',
        publisher: { slug: 'salon-tools' },
        installs: 0,
        versions: [{ version: '1.0.0', state: 'submitted' }],
      },
    ])
    await isNowhere()
    expect(await tables()).toEqual([])
  })

  it('is nothing to be called back while it waits, and decided by the operator alone', async () => {
    const yank = await author.client.post(`${path}/shoes/versions/1.0.0/yank`, { reason: 'Too early' })
    expect(yank).toMatchObject(problem(404, 'kernel.notFound'))
    for (const what of ['admit', 'refuse'])
      expect(
        await author.client.post(`/api/operator/plugins/shoes/versions/1.0.0/${what}`, { reason: 'Mine' }),
      ).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    expect(await own()).toMatchObject([{ versions: [{ state: 'submitted' }] }])
  })

  it('is refused with a reason, which its publisher reads', async () => {
    expect(await decide('1.0.0', 'refuse', {})).toEqual(refusedAt('#/reason'))
    const reason = 'Say in its description what it keeps'
    expect((await decide('1.0.0', 'refuse', { reason })).status).toBe(204)
    expect(await own()).toMatchObject([{ versions: [{ version: '1.0.0', state: 'refused', reason }] }])
    expect(await seen()).toMatchObject([{ versions: [{ version: '1.0.0', state: 'refused', reason }] }])
    await isNowhere()
    expect(await decide('1.0.0', 'admit')).toMatchObject(problem(404, 'kernel.notFound'))
    expect(await submit('1.0.0')).toMatchObject(problem(409, 'kernel.publishedBefore'))
  })

  it('is admitted, and from then on listed, installed, and runs', async () => {
    expect(await submit('1.1.0')).toMatchObject({ status: 201, body: { state: 'submitted' } })
    await isNowhere()
    expect((await decide('1.1.0', 'admit')).status).toBe(204)
    expect(await own()).toMatchObject([
      {
        versions: [
          { version: '1.1.0', state: 'live', stage: 'all' },
          { version: '1.0.0', state: 'refused' },
        ],
      },
    ])
    expect(await listed()).toEqual(['shoes'])
    expect((await salon.client.get('/api/marketplace/shoes')).body).toMatchObject({ version: '1.1.0' })
    expect(await install('1.0.0')).toMatchObject(problem(409, 'kernel.pluginNotOffered'))
    expect(await install('1.1.0')).toMatchObject({ status: 201, body: { version: '1.1.0', state: 'on' } })
    expect(await salon.client.get('/api/shoes/items')).toMatchObject({ status: 200, body: { data: [] } })
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect((await member.get('/api/shoes/items')).status).toBe(200)
    expect(await tables()).toEqual(['item'])
    expect(await platform.owner.query(`select kernel.catalogue_faults('{kernel,shoes}')`)).toEqual([])
  })

  it('comes to nobody by itself while it waits, and its tables neither', async () => {
    expect(await submit('1.2.0')).toMatchObject({ status: 201, body: { state: 'submitted' } })
    await platform.tick()
    expect((await salon.client.get('/api/plugins/shoes')).body).toMatchObject({ version: '1.1.0', update: null })
    expect(await salon.client.post('/api/plugins/shoes/upgrade', { version: '1.2.0' })).toMatchObject(
      problem(409, 'kernel.pluginNotOffered'),
    )
    expect(await tables()).toEqual(['item'])
    expect((await decide('1.2.0', 'admit')).status).toBe(204)
    expect((await salon.client.get('/api/plugins/shoes')).body).toMatchObject({ update: { version: '1.2.0' } })
    expect((await salon.client.post('/api/plugins/shoes/upgrade', {})).body).toMatchObject({ version: '1.2.0' })
    expect((await salon.client.get('/api/shoes/items')).status).toBe(200)
    expect(await tables()).toEqual(['item', 'lace'])
  })

  it('stands in the record: who asked for it, and what was decided', async () => {
    const asked = (await author.client.get('/api/audit?action=pluginVersion.submitted')).body.data
    expect(asked.map(({ data }: { data: object }) => data)).toMatchObject([
      { version: '1.2.0', state: 'submitted' },
      { version: '1.1.0', state: 'submitted' },
      { version: '1.0.0', state: 'submitted' },
    ])
    const decided = await platform.owner.query(
      `select action, data ->> 'version' as version from kernel.ledger where actor = 'operator' order by id`,
    )
    expect(decided).toEqual([
      { action: 'published.refused', version: '1.0.0' },
      { action: 'published.admitted', version: '1.1.0' },
      { action: 'published.admitted', version: '1.2.0' },
    ])
  })
})
