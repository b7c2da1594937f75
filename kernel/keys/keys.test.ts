import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { newApiKey } from '../auth/api-key.ts'
import { costOf, free, problem, refusedAt, warm } from '../request/testing/replies.ts'

const notAuthenticated = problem(401, 'kernel.notAuthenticated')

describe.each(databases)('API keys, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  const as = (key: string): Client => platform.client.with({ authorization: `Bearer ${key}` })
  const make = async (permissions: string[], more: object = {}, client = salon.client) => {
    const { status, body } = await client.post('/api/api-keys', { name: 'Till', permissions, ...more })
    expect(status).toBe(201)
    return { id: body.id as string, key: body.key as string, client: as(body.key), body }
  }
  const warmUp = async (client: Client, path = '/api/tenant') => {
    for (let round = 0; round < 2; round++) expect((await client.get(path)).status).toBe(200)
  }
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  it('are shown once, and are nowhere to be read again', async () => {
    const { id, key, body } = await make(['tenant.read', 'tenant.read'])
    expect(body).toEqual({
      id,
      name: 'Till',
      hint: key.slice(-4),
      permissions: ['tenant.read'],
      createdAt: expect.stringMatching(/Z$/),
      expiresAt: null,
      lastUsedAt: null,
      key: expect.stringMatching(/^dpf_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/),
    })
    const { key: _, ...listed } = body
    const { body: list } = await salon.client.get('/api/api-keys')
    expect(list.data).toContainEqual(listed)
    const mail = await platform.client.get('/mail', { accept: 'application/json' })
    const audit = await salon.client.get('/api/audit')
    const exported = await salon.client.get('/api/audit/export')
    const stored = await platform.owner.query('select * from kernel.api_keys where id = $1', [id])
    expect(audit.body.data[0]).toMatchObject({ action: 'apiKey.created', subject: `apiKey:${id}` })
    const everything = JSON.stringify([list, mail.body, audit.body, exported.body, stored])
    for (const secret of [key, key.split('_')[3] ?? '']) expect(everything).not.toContain(secret)
  })

  it('are not shown a second time to a retry', async () => {
    const headers = { 'idempotency-key': 'key-1' }
    const body = { name: 'Once', permissions: ['tenant.read'] }
    const first = await salon.client.post('/api/api-keys', body, headers)
    const again = await salon.client.post('/api/api-keys', body, headers)
    expect(first.body.key).toMatch(/^dpf_live_/)
    expect(again).toMatchObject({ status: 201, body: { ...first.body, key: null } })
  })

  it('may do what they were given, in their own workspace, and nothing that is a person’s', async () => {
    const { client } = await make(['tenant.read', 'members.read'])
    const other = await makeWorkspace(platform.client)
    expect((await client.get('/api/tenant')).body.id).toBe(salon.id)
    expect((await client.get('/api/members')).status).toBe(200)
    expect(await client.get('/api/audit')).toMatchObject(
      problem(403, 'kernel.notAllowed', { permission: 'audit.read' }),
    )
    expect(await client.patch('/api/tenant', { name: 'Mine' })).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect((await client.get('/api/tenant', { 'x-tenant-id': other.id })).body.id).not.toBe(other.id)
    const person = problem(403, 'kernel.notAllowed', { detail: expect.stringContaining('workspace') })
    for (const path of ['/api/me', '/api/tenants', '/api/auth/sessions'])
      expect(await client.get(path)).toMatchObject(person)
    expect(await client.post('/api/tenants', { name: 'Mine' })).toMatchObject(person)
    expect(await client.post('/api/auth/password/change', {})).toMatchObject(person)
  })

  it('get no right that their maker lacks, nor one that does not exist', async () => {
    const berta = await signUp(platform.client)
    const admin = await addMember(salon, berta, 'admin')
    const refused = await admin.post('/api/api-keys', { name: 'k', permissions: ['tenant.read', 'tenant.delete'] })
    expect(refused).toEqual(refusedAt('#/permissions/1', 'You cannot give what you may not do yourself'))
    const unknown = await salon.client.post('/api/api-keys', { name: '', permissions: ['tenant.raed', 'constructor'] })
    expect(unknown).toEqual(refusedAt('#/name'))
    const named = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['tenant.raed', 'constructor'] })
    expect(named).toEqual(refusedAt('#/permissions/0', 'There is no such permission'))
    expect(named).toEqual(refusedAt('#/permissions/1', 'There is no such permission'))
    expect(await salon.client.post('/api/api-keys', { name: 'k', permissions: [] })).toEqual(refusedAt('#/permissions'))
    // A key that makes keys, and an admin who renews an owner's, are held to the same.
    const maker = await make(['keys.manage', 'tenant.read'])
    expect(await maker.client.post('/api/api-keys', { name: 'k', permissions: ['audit.read'] })).toEqual(
      refusedAt('#/permissions/0'),
    )
    await warmUp((await make(['tenant.read'], {}, maker.client)).client)
    const owners = await make(['tenant.delete'])
    expect(await admin.post(`/api/api-keys/${owners.id}/rotate`, {})).toEqual(refusedAt('#/permissions/0'))
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect(await member.get('/api/api-keys')).toMatchObject(problem(403, 'kernel.notAllowed'))
  })

  it('that are mistyped, foreign or forged are refused; a typing error without asking the database', async () => {
    const { key, client, id } = await make(['tenant.read'])
    const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
    for (const at of [9, 20, 31, 50, 74, 76, key.length - 1]) {
      const reply = await as(flip(key, at)).get('/api/tenant')
      expect(reply, `character ${at}`).toMatchObject(notAuthenticated)
      expect(costOf(reply)).toMatchObject(free)
    }
    // The right id with another secret, its checksum right: only the stored hash can tell.
    await warmUp(client)
    // A use is written down after the answer.
    await sleep(300)
    const before = await platform.owner.query('select last_used_at from kernel.api_key_uses where key_id = $1', [id])
    const forged = await newApiKey(id)
    for (let round = 0; round < 2; round++) {
      const reply = await as(forged.key).get('/api/tenant')
      expect(reply).toMatchObject(notAuthenticated)
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="dpf"')
    }
    await sleep(100)
    expect(await platform.owner.query('select last_used_at from kernel.api_key_uses where key_id = $1', [id])).toEqual(
      before,
    )
    expect(await as((await newApiKey(crypto.randomUUID())).key).get('/api/tenant')).toMatchObject(notAuthenticated)
    await warmUp(client)
  })

  it('that were never used and only forged show no use', async () => {
    const { id } = await make(['tenant.read'])
    const forged = await newApiKey(id)
    expect(await as(forged.key).get('/api/tenant')).toMatchObject(notAuthenticated)
    await sleep(100)
    const { body } = await salon.client.get('/api/api-keys')
    expect(body.data.find((key: { id: string }) => key.id === id).lastUsedAt).toBeNull()
  })

  it('show when they were last used', async () => {
    const { id, client } = await make(['tenant.read'])
    const lastUse = async () => {
      const { body } = await salon.client.get('/api/api-keys')
      return body.data.find((key: { id: string }) => key.id === id).lastUsedAt
    }
    expect(await lastUse()).toBeNull()
    await client.get('/api/tenant')
    for (let wait = 0; wait < 40 && (await lastUse()) === null; wait++) await sleep(50)
    expect(Math.abs(Date.parse(await lastUse()) - Date.now())).toBeLessThan(10_000)
  })

  it('end at their expiry, to the second, in a Worker that remembers them too', async () => {
    const { client, id } = await make(['tenant.read'], { expiresAt: new Date(Date.now() + 3000).toISOString() })
    await warmUp(client)
    expect(costOf(await client.get('/api/tenant'))).toEqual(warm)
    await sleep(3100)
    expect(await client.get('/api/tenant')).toMatchObject(notAuthenticated)
    const { body } = await salon.client.get('/api/api-keys')
    expect(body.data.map((key: { id: string }) => key.id)).not.toContain(id)
    for (const expiresAt of ['yesterday', new Date(Date.now() - 1000).toISOString()])
      expect(await salon.client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'], expiresAt })).toEqual(
        refusedAt('#/expiresAt'),
      )
  })

  it('are replaced with an overlap, in which both work', async () => {
    const old = await make(['tenant.read'])
    await warmUp(old.client)
    const rotated = await salon.client.post(`/api/api-keys/${old.id}/rotate`, { overlapSeconds: 3 })
    expect(rotated).toMatchObject({
      status: 201,
      body: { name: 'Till', permissions: ['tenant.read'], expiresAt: null },
    })
    expect(rotated.body.id).not.toBe(old.id)
    const young = as(rotated.body.key)
    await warmUp(old.client)
    await warmUp(young)
    expect(await salon.client.post(`/api/api-keys/${old.id}/rotate`, {})).toMatchObject(problem(409, 'kernel.conflict'))
    await warmUp(old.client)
    await sleep(3100)
    expect(await old.client.get('/api/tenant')).toMatchObject(notAuthenticated)
    expect((await young.get('/api/tenant')).status).toBe(200)
    expect(await salon.client.post(`/api/api-keys/${old.id}/rotate`, {})).toMatchObject(problem(404, 'kernel.notFound'))
  })

  it('are replaced at once without an overlap', async () => {
    const old = await make(['tenant.read'])
    await warmUp(old.client)
    const { body } = await salon.client.post(`/api/api-keys/${old.id}/rotate`, { overlapSeconds: 0 })
    expect(await old.client.get('/api/tenant')).toMatchObject(notAuthenticated)
    await warmUp(as(body.key))
  })

  it('are refused on the next request after they were revoked', async () => {
    const { id, client } = await make(['tenant.read', 'members.read'])
    const other = await make(['tenant.read'])
    await warmUp(client)
    await warmUp(client, '/api/members')
    expect(costOf(await client.get('/api/tenant'))).toEqual(warm)
    expect((await salon.client.delete(`/api/api-keys/${id}`)).status).toBe(204)
    expect(await client.get('/api/tenant')).toMatchObject(notAuthenticated)
    expect(await client.get('/api/members')).toMatchObject(notAuthenticated)
    expect((await other.client.get('/api/tenant')).status).toBe(200)
    expect(await salon.client.delete(`/api/api-keys/${id}`)).toMatchObject(problem(404, 'kernel.notFound'))
    const stranger = await makeWorkspace(platform.client)
    expect(await stranger.client.delete(`/api/api-keys/${other.id}`)).toMatchObject(problem(404, 'kernel.notFound'))
    expect((await other.client.get('/api/tenant')).status).toBe(200)
  })

  it('end with their workspace', async () => {
    const shop = await makeWorkspace(platform.client)
    const { client } = await make(['tenant.read'], {}, shop.client)
    await warmUp(client)
    await shop.client.delete('/api/tenant')
    expect(await client.get('/api/tenant')).toMatchObject(notAuthenticated)
  })
})
