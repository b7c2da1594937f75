import { randomUUID } from 'node:crypto'
import { request as send } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { everyDatabase, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'

const key = () => ({ 'idempotency-key': randomUUID() })
const apiKey = (name: string) => ({ name, permissions: ['tenant.read'] })

describe.each(everyDatabase)('a change that is sent again under its Idempotency-Key, on %s', (database) => {
  let platform: TestPlatform
  let workspace: Workspace
  let client: Client

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    workspace = await makeWorkspace(platform.client, { modules: ['crm'] })
    client = workspace.client
  })
  afterAll(() => platform.stop())

  const contactsCalled = async (name: string) => {
    const { body } = await client.get(`/api/crm/contacts?q=${name}`)
    return body.data.filter(({ firstName }: { firstName: string }) => firstName === name)
  }

  it('gets the first reply, and happens once', async () => {
    const headers = key()
    const draft = {
      firstName: 'Anna',
      lastName: 'Berg',
      emails: ['anna@example.com'],
      tags: ['a, b'.slice(0, 1)],
      custom: {},
    }
    const first = await client.post('/api/crm/contacts', draft, headers)
    const second = await client.post('/api/crm/contacts', draft, headers)
    expect(first.status).toBe(201)
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(await contactsCalled('Anna')).toHaveLength(1)
    const record = await client.get(`/api/audit?subject=contact:${first.body.id}`)
    expect(record.body.data).toHaveLength(1)
  })

  it('gets the first reply of every kind of change', async () => {
    const made = await client.post('/api/crm/contacts', { firstName: 'Paul' })
    const path = `/api/crm/contacts/${made.body.id}`
    const patch = key()
    const patched = await client.patch(path, { lastName: 'Klee' }, patch)
    const again = await client.patch(path, { lastName: 'Klee' }, patch)
    expect([again.status, again.body]).toEqual([200, patched.body])
    const invitation = { email: 'paul@example.com', role: 'member' }
    const invite = key()
    const invited = await client.post('/api/invitations', invitation, invite)
    expect((await client.post('/api/invitations', invitation, invite)).body).toEqual(invited.body)
    const remove = key()
    expect((await client.delete(path, remove)).status).toBe(204)
    expect((await client.delete(path, remove)).status).toBe(204)
    expect((await client.delete(path)).status).toBe(404)
  })

  it('never shows an API key a second time', async () => {
    const headers = key()
    const first = await client.post('/api/api-keys', apiKey('shown once'), headers)
    const second = await client.post('/api/api-keys', apiKey('shown once'), headers)
    expect(first.body.key).toMatch(/^dpf_live_/)
    expect(second.body).toEqual({ ...first.body, key: null })
  })

  it('is refused with another body, another address and another condition', async () => {
    const headers = key()
    expect((await client.post('/api/api-keys', apiKey('one'), headers)).status).toBe(201)
    for (const reply of [
      await client.post('/api/api-keys', apiKey('two'), headers),
      await client.post('/api/api-keys?x=1', apiKey('one'), headers),
      await client.post('/api/api-keys', apiKey('one'), { ...headers, 'if-match': '"1"' }),
      await client.post('/api/crm/contacts', apiKey('one'), headers),
    ]) {
      expect(reply.status).toBe(422)
      expect(reply.body.type).toMatch(/kernel\.idempotencyMismatch$/)
    }
  })

  it('tells one person’s key from another’s, and one workspace’s from another’s', async () => {
    const headers = key()
    const colleague = await addMember(workspace, await signUp(platform.client), 'admin')
    const elsewhere = await makeWorkspace(platform.client, { owner: workspace.owner })
    const program = await client.post('/api/api-keys', { name: 'p', permissions: ['keys.manage', 'tenant.read'] })
    const bot = platform.client.with({ authorization: `Bearer ${program.body.key}` })
    const replies = await Promise.all(
      [client, colleague, elsewhere.client, bot].map((each) => each.post('/api/api-keys', apiKey('same key'), headers)),
    )
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(4)
  })

  it('may begin anew after a refusal', async () => {
    const headers = key()
    const refused = await client.post('/api/api-keys', { name: '', permissions: ['tenant.read'] }, headers)
    expect(refused.status).toBe(422)
    expect((await client.post('/api/api-keys', apiKey('mended'), headers)).status).toBe(201)
  })

  it('is a new one after 24 hours, and not an hour before', async () => {
    const headers = key()
    const attempt = () => client.post('/api/api-keys', apiKey('old'), headers)
    const age = (hours: number) =>
      platform.owner.query(
        'update kernel.idempotency set created_at = clock_timestamp() - make_interval(hours => $2::int) where key = $1',
        [headers['idempotency-key'], hours],
      )
    const first = await attempt()
    await age(23)
    expect((await attempt()).body.id).toBe(first.body.id)
    await age(25)
    const later = await attempt()
    expect(later.status).toBe(201)
    expect(later.body.id).not.toBe(first.body.id)
    expect(later.body.key).not.toBeNull()
  })

  it('is forgotten by the clock a day later', async () => {
    const headers = key()
    await client.post('/api/api-keys', apiKey('swept'), headers)
    const kept = () =>
      platform.owner.query(
        `select (select count(*) from kernel.idempotency where key = $1)::int as keys, (select count(*) from kernel.idempotency_results where key = $1)::int as results`,
        [headers['idempotency-key']],
      )
    await platform.tick()
    expect(await kept()).toEqual([{ keys: 1, results: 2 }])
    await platform.owner.query(
      `update kernel.idempotency set created_at = created_at - interval '25 hours' where key = $1`,
      [headers['idempotency-key']],
    )
    await platform.tick()
    await expect.poll(kept, { timeout: 5000 }).toEqual([{ keys: 0, results: 0 }])
  })

  it.each(['', ' ', 'a b', 'k'.repeat(256)])('is refused with the header %j', async (header) => {
    const reply = await client.post('/api/api-keys', apiKey('bad'), { 'idempotency-key': header })
    expect(reply.status).toBe(400)
    expect(reply.body).toMatchObject({ header: 'idempotency-key' })
  })

  it('has one effect and a full reply when the first reply was lost', async () => {
    for (const waitMs of [0, 2, 5, 10, 20, 40]) {
      const headers = key()
      const name = `Lost${waitMs}x${randomUUID().slice(0, 8)}`
      const draft = JSON.stringify({ firstName: name })
      await abandon(`${platform.url}/api/crm/contacts`, draft, waitMs, {
        ...headers,
        authorization: `Bearer ${workspace.owner.accessToken}`,
        'x-tenant-id': workspace.id,
      })
      const attempt = async () => {
        const reply = await client.post('/api/crm/contacts', draft, { ...headers, 'content-type': 'application/json' })
        expect([201, 409]).toContain(reply.status)
        return reply
      }
      await expect.poll(async () => (await attempt()).status, { interval: 50, timeout: 5000 }).toBe(201)
      expect((await attempt()).body).toMatchObject({ firstName: name })
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await contactsCalled(name)).toHaveLength(1)
    }
  })
})

describe('a hundred at once with one Idempotency-Key, on postgres', () => {
  let platform: TestPlatform
  let workspace: Workspace
  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    workspace = await makeWorkspace(platform.client, { modules: ['crm'] })
  })
  afterAll(() => platform.stop())

  it.each(['/api/crm/contacts', '/api/api-keys', '/api/invitations'])('have one effect (%s)', async (path) => {
    const { client } = workspace
    const headers = key()
    const drafts: Readonly<Record<string, unknown>> = {
      '/api/crm/contacts': { firstName: 'Once' },
      '/api/api-keys': apiKey('once'),
      '/api/invitations': { email: 'once@example.com', role: 'viewer' },
    }
    const replies = await Promise.all(Array.from({ length: 100 }, () => client.post(path, drafts[path], headers)))
    const done = replies.filter(({ status }) => status === 201)
    const busy = replies.filter(({ status }) => status === 409)
    expect(done.length).toBeGreaterThan(0)
    expect(done.length + busy.length).toBe(100)
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1)
    expect(
      busy.every(({ body, headers: sent }) => /idempotencyRunning$/.test(body.type) && sent.get('retry-after') === '1'),
    ).toBe(true)
    const { body } = await client.get(`${path}?limit=100`)
    expect(body.data).toHaveLength(1)
    const record = await client.get(`/api/audit?subject=${done[0]?.body.id}`)
    expect(record.body.data).toHaveLength(1)
  })
})

/** Sends a request whole and hangs up before the reply can be read. */
function abandon(url: string, body: string, waitMs: number, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve) => {
    const call = send(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    })
    call.on('error', () => undefined)
    call.on('close', () => resolve())
    call.end(body, () => setTimeout(() => call.destroy(), waitMs))
  })
}
