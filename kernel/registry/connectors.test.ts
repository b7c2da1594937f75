import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'
import { sampleMigrations } from './testing/sample-plugins.ts'

const secret = 'good-secret-of-the-salon'

describe.each(databases)('connectors, on %s', (database) => {
  let platform: TestPlatform
  /** As in production: what cannot be sent is not shown to anybody either. */
  let withoutCapture: TestPlatform

  beforeAll(async () => {
    const options = {
      database,
      entry: 'kernel/registry/testing/fixture-worker.ts',
      migrations: [...(await readMigrations()), ...sampleMigrations],
    }
    platform = await startTestPlatform(options)
    withoutCapture = await startTestPlatform({ ...options, settings: { MAIL: 'keep' } })
  })
  afterAll(() => Promise.all([platform.stop(), withoutCapture.stop()]))

  const connect = (salon: Workspace, patch: object) => salon.client.put('/api/connectors/sample_mail', patch)
  const trial = async (salon: Workspace) => (await salon.client.post('/api/connectors/sample_mail/test')).body
  const mail = (salon: Workspace) => salon.client.post('/api/sample/mails')
  const notConnected = problem(409, 'kernel.notConnected', { port: 'email', connect: '/connectors' })

  it('serve a port once they are on; without one a module’s caller hears what to connect, and where', async () => {
    const salon = await makeWorkspace(withoutCapture.client, { modules: ['sample'] })
    const neighbour = await makeWorkspace(withoutCapture.client, { owner: salon.owner, modules: ['sample'] })
    for (let round = 0; round < 2; round++) expect(await mail(salon)).toMatchObject(notConnected)
    expect((await salon.client.get('/api/connectors')).body.data).toMatchObject([
      {
        id: 'sample_mail',
        enabled: false,
        secrets: [
          { name: 'api_key', title: 'API key', stored: false },
          { name: 'webhook_key', title: 'Webhook key', stored: false },
        ],
      },
    ])
    const connected = await connect(salon, {
      enabled: true,
      settings: { from: 'anna@salon.example' },
      secrets: { api_key: secret },
    })
    expect(connected).toMatchObject({
      status: 200,
      body: {
        enabled: true,
        secrets: [
          { name: 'api_key', stored: true },
          { name: 'webhook_key', stored: false },
        ],
      },
    })
    for (let round = 0; round < 2; round++)
      expect(await mail(salon)).toMatchObject({ status: 200, body: { id: `anna@salon.example ${secret.length}` } })
    expect(await mail(neighbour)).toMatchObject(notConnected)
    await connect(salon, { settings: { from: 'berta@salon.example' } })
    expect((await mail(salon)).body.id).toBe(`berta@salon.example ${secret.length}`)
    await connect(salon, { enabled: false })
    expect(await mail(salon)).toMatchObject(notConnected)
  })

  it('keep their secrets sealed: in no reply, no record, no list, and not readable in the database', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    const replies = [await connect(salon, { enabled: true, secrets: { api_key: secret, webhook_key: `${secret}-2` } })]
    for (const path of ['/api/connectors', '/api/modules', '/api/audit', '/api/audit/export', '/api/tenant', '/mail'])
      replies.push(await salon.client.get(path, { accept: 'application/json' }))
    replies.push(await mail(salon), await salon.client.post('/api/connectors/sample_mail/test'))
    for (const { status } of replies) expect(status).toBe(200)
    const tables = await platform.owner.query(
      `select (select json_agg(s) from kernel.secrets s) as secrets, (select json_agg(k) from kernel.tenant_keys k) as keys,
         (select json_agg(p) from kernel.plugin_settings p) as settings, (select json_agg(l) from kernel.ledger l) as ledger,
         (select json_agg(i) from kernel.idempotency_results i) as kept`,
    )
    expect(tables[0]?.secrets.length).toBeGreaterThanOrEqual(2)
    const text = JSON.stringify([replies.map(({ body, headers }) => [body, [...headers]]), tables])
    expect(text).toContain('api_key')
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64').slice(0, -4),
      Buffer.from(secret).toString('hex'),
    ])
      expect(text).not.toContain(form)
    const [record] = (await salon.client.get('/api/audit?action=connector.changed')).body.data
    expect(record).toMatchObject({ subject: 'connector:sample_mail', data: { secrets: ['api_key', 'webhook_key'] } })
  })

  it('have their secrets replaced, left alone or removed, each by name', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    const lengthOf = async () => (await mail(salon)).body.id.split(' ').slice(1).join(' ')
    await connect(salon, { enabled: true, secrets: { api_key: 'good-1', webhook_key: 'w' } })
    expect(await lengthOf()).toBe('6')
    await connect(salon, { secrets: { api_key: 'good-123456' } })
    expect(await lengthOf()).toBe('11')
    await connect(salon, { settings: { from: 'anna@salon.example' } })
    expect(await lengthOf()).toBe('11')
    const removed = await connect(salon, { secrets: { api_key: null } })
    expect(removed.body.secrets).toMatchObject([
      { name: 'api_key', stored: false },
      { name: 'webhook_key', stored: true },
    ])
    expect(await lengthOf()).toBe('without a key')
    expect((await connect(salon, { secrets: { api_key: null } })).status).toBe(200)
  })

  it('take the secrets that they name, as text', async () => {
    const salon = await makeWorkspace(platform.client)
    const unknown = await connect(salon, { secrets: { api_kee: secret, 'from/to': secret } })
    expect(unknown).toEqual(refusedAt('#/secrets/api_kee', 'This connector has no such secret'))
    expect(unknown).toEqual(refusedAt('#/secrets/from~1to', 'This connector has no such secret'))
    expect(await connect(salon, { secrets: { api_key: 7 } })).toEqual(
      refusedAt('#/secrets/api_key', expect.any(String)),
    )
    expect(await connect(salon, { settings: { from: 'nobody' }, secrets: { api_key: secret } })).toEqual(
      refusedAt('#/settings/from'),
    )
    expect(JSON.stringify(unknown.body)).not.toContain(secret)
    const [{ secrets }] = (await salon.client.get('/api/connectors')).body.data
    expect(secrets).toMatchObject([{ stored: false }, { stored: false }])
  })

  it('are tried on demand, and say in a sentence what is wrong', async () => {
    const salon = await makeWorkspace(platform.client)
    expect(await trial(salon)).toEqual({ ok: false, problem: 'Enter the API key of your provider.' })
    await connect(salon, { settings: { from: 'anna@salon.example' }, secrets: { api_key: 'bad' } })
    expect(await trial(salon)).toEqual({ ok: false, problem: 'The provider refuses this key for anna@salon.example.' })
    await connect(salon, { secrets: { api_key: 'unreachable' } })
    expect(await trial(salon)).toEqual({ ok: false, problem: 'The provider does not answer' })
    await connect(salon, { secrets: { api_key: secret } })
    expect(await trial(salon)).toEqual({ ok: true, problem: null })
  })

  it('are connected by those who may, and known by their id', async () => {
    const salon = await makeWorkspace(platform.client)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    const notAllowed = problem(403, 'kernel.notAllowed', { permission: 'plugins.manage' })
    expect(await member.put('/api/connectors/sample_mail', { secrets: { api_key: secret } })).toMatchObject(notAllowed)
    expect(await member.post('/api/connectors/sample_mail/test')).toMatchObject(notAllowed)
    expect((await member.get('/api/connectors')).status).toBe(200)
    for (const id of ['sample', 'nothing'])
      for (const reply of [
        await salon.client.put(`/api/connectors/${id}`, { enabled: true }),
        await salon.client.post(`/api/connectors/${id}/test`),
      ])
        expect(reply).toMatchObject(problem(404, 'kernel.notFound'))
  })

  it('whose first secrets are stored at the same moment can read all of them', async () => {
    const owner = await signUp(platform.client)
    for (let round = 0; round < 6; round++) {
      const salon = await makeWorkspace(platform.client, { owner, modules: ['sample'] })
      const stored = await Promise.all([
        connect(salon, { enabled: true, secrets: { api_key: secret } }),
        connect(salon, { enabled: true, secrets: { webhook_key: secret } }),
        connect(salon, { enabled: true, secrets: { api_key: secret, webhook_key: secret } }),
      ])
      expect(stored.map(({ status }) => status)).toEqual([200, 200, 200])
      expect((await mail(salon)).body.id).toBe(`nobody@example.com ${secret.length}`)
    }
  })
})
