import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { type Client, createClient, goodPassword, makeWorkspace, type Reply } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { sampleMigrations } from '../registry/testing/sample-plugins.ts'

/** Sends through a client and keeps everything that came back. */
function recording(client: Client, replies: string[]): Client {
  const keep = async (reply: Promise<Reply>) => {
    const { status, headers, body } = await reply
    replies.push(`${status} ${JSON.stringify([...headers])} ${JSON.stringify(body)}`)
    return reply
  }
  return {
    url: client.url,
    get: (...args) => keep(client.get(...args)),
    post: (...args) => keep(client.post(...args)),
    put: (...args) => keep(client.put(...args)),
    patch: (...args) => keep(client.patch(...args)),
    delete: (...args) => keep(client.delete(...args)),
    send: (...args) => keep(client.send(...args)),
    with: (headers) => recording(client.with(headers), replies),
  }
}

/** Everything that the database holds, as text, but the mail that carries links to people. */
async function dump({ owner }: TestPlatform): Promise<string> {
  const tables = await owner.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('kernel', 'crm', 'sample')`,
  )
  const texts = await Promise.all(
    tables
      .filter(({ name }) => name !== 'kernel.outgoing_mail')
      .map(async ({ name }) =>
        (await owner.query(`select t::text as line from ${name} t`)).map(({ line }) => line).join('\n'),
      ),
  )
  return texts.join('\n')
}

describe('secrets, tokens, passwords and keys', () => {
  const logs: string[] = []
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      entry: 'kernel/registry/testing/fixture-worker.ts',
      migrations: [...(await readMigrations()), ...sampleMigrations],
      onLog: (line) => logs.push(line),
    })
  })
  afterAll(() => platform.stop())

  it('appear in no table, log, record, error or list', async () => {
    const replies: string[] = []
    const { client } = platform
    const password = `${goodPassword} of Anna`
    const registered = await client.post('/api/auth/register', { email: 'anna@example.com', password, name: 'Anna' })
    const refreshToken = registered.headers.getSetCookie()[0]?.split(';')[0]?.split('=')[1] ?? ''
    const anna = client.with({ authorization: `Bearer ${registered.body.accessToken}` })
    const salon = await makeWorkspace(client, {
      owner: { id: '', email: '', password, accessToken: '', cookie: '', client: anna },
      modules: ['sample'],
    })
    const key = await salon.client.post('/api/api-keys', { name: 'Till', permissions: ['sample.notes.read'] })
    const rotated = await salon.client.post(`/api/api-keys/${key.body.id}/rotate`, {})
    const connectorSecret = 'a-secret-that-nobody-should-ever-see-again'
    const connected = await salon.client.put('/api/connectors/sample_mail', {
      enabled: true,
      secrets: { api_key: connectorSecret },
    })
    expect(connected.status).toBe(200)
    await client.post('/api/auth/password/forgot', { email: 'anna@example.com' })
    await salon.client.post('/api/invitations', { email: 'ben@example.com', role: 'member' })
    await expect.poll(async () => (await client.get('/mail', { accept: 'application/json' })).body.data.length).toBe(3)
    const mails: { body: string }[] = (await client.get('/mail', { accept: 'application/json' })).body.data
    const mailed = mails.map(({ body }) => /token=(\S+)/.exec(body)?.[1] ?? 'no token in this mail')

    const secrets = [
      password,
      registered.body.accessToken,
      refreshToken,
      key.body.key,
      rotated.body.key,
      connectorSecret,
      ...mailed,
    ]
    expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 20)).toBe(true)

    // Lists, records, and errors that are provoked with the secrets themselves.
    const watched = recording(salon.client, replies)
    for (const path of [
      '/api/me',
      '/api/auth/sessions',
      '/api/tenants',
      '/api/tenant',
      '/api/members',
      '/api/invitations',
      '/api/api-keys',
      '/api/modules',
      '/api/connectors',
      '/api/audit',
      '/api/audit/export',
      '/api/audit/export?format=csv',
      '/api/audit/verify',
      '/api/openapi.json',
      '/api/health',
    ]) {
      await watched.get(path)
    }
    await watched.post('/api/auth/login', { email: 'anna@example.com', password: `${password}!` })
    await watched.post('/api/auth/login', `{"password": "${password}", `, { 'content-type': 'application/json' })
    await watched.post('/api/auth/register', { email: 'anna@example.com', password, name: 'Anna' })
    await watched.post('/api/auth/password/reset', { token: mailed[0], password: 'short' })
    await watched.get('/api/sample/notes', { authorization: `Bearer ${key.body.key}x` })
    await watched.put('/api/connectors/sample_mail', { secrets: { wrong_name: connectorSecret } })
    await watched.put('/api/connectors/sample_mail', { secrets: { api_key: [connectorSecret] } })

    const database = await dump(platform)
    expect(database).toContain('anna@example.com')
    expect(replies.join()).toContain('anna@example.com')
    for (const secret of secrets) {
      expect(database).not.toContain(secret)
      expect(logs.join('\n')).not.toContain(secret)
      expect(replies.filter((reply) => reply.includes(secret))).toEqual([])
    }
  })

  it('stay out of the log when the database fails in the middle', async () => {
    const anna = createClient(platform.url)
    const password = 'a password that meets a broken table'
    await platform.owner.query('alter table kernel.users rename column name to renamed')
    try {
      const { status, body } = await anna.post('/api/auth/register', {
        email: 'carl@example.com',
        password,
        name: 'Carl',
      })
      expect({ status, title: body.title }).toEqual({ status: 500, title: 'Something went wrong on our side' })
      expect(JSON.stringify(body)).not.toContain('renamed')
    } finally {
      await platform.owner.query('alter table kernel.users rename column renamed to name')
    }
    await expect.poll(() => logs.some((line) => line.includes('/api/auth/register failed'))).toBe(true)
    for (const secret of [password, 'carl@example.com', '$scrypt$']) expect(logs.join('\n')).not.toContain(secret)
  })
})
