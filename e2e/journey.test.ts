import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, goodPassword, makeWorkspace, signUp } from '../tools/testing/client.ts'
import { everyDatabase, startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const google = () => readFile(join(import.meta.dirname, '../plugins/crm/import/fixtures/google.csv'))

async function importFile(
  client: Client,
  file: Uint8Array,
): Promise<{ created: number; rows: number; failed: number }> {
  const { body } = await client.post('/api/crm/imports?fileName=google.csv', file, { 'content-type': 'text/csv' })
  expect(body).toMatchObject({ state: 'ready', source: 'google' })
  expect((await client.post(`/api/crm/imports/${body.id}/start`, {})).status).toBe(202)
  const state = async () => (await client.get(`/api/crm/imports/${body.id}`)).body
  await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('done')
  return state()
}

describe.each(everyDatabase)('a newcomer, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  it('goes from registering to finding an imported contact, and a second workspace sees none of it', async () => {
    const { client } = platform
    const registered = await client.post('/api/auth/register', {
      email: `Anna.${database}@Example.com`,
      password: goodPassword,
      name: 'Anna Berg',
    })
    expect(registered.status).toBe(201)
    const anna = client.with({ authorization: `Bearer ${registered.body.accessToken}` })
    const made = await anna.post('/api/tenants', { name: 'Salón Anna' })
    expect(made.body).toMatchObject({ slug: 'salon-anna', plan: 'free' })
    const salon = anna.with({ 'x-tenant-id': 'salon-anna' })

    expect((await salon.get('/api/crm/contacts')).body.type).toContain('kernel.moduleOff')
    expect(
      (await salon.put('/api/modules/crm', { enabled: true, settings: { callingCode: '+49' } })).body,
    ).toMatchObject({ id: 'crm', enabled: true })

    const { created, rows, failed } = await importFile(salon, await google())
    expect(created).toBeGreaterThan(0)
    expect(failed).toBeLessThan(rows)
    const { body } = await salon.get('/api/crm/contacts?sort=name&limit=1')
    const found = await salon.get(`/api/crm/contacts?q=${encodeURIComponent(body.data[0].lastName.slice(0, 3))}`)
    expect(found.body.data.map(({ id }: { id: string }) => id)).toContain(body.data[0].id)

    const garage = await makeWorkspace(client, { name: 'Garage', modules: ['crm'] })
    expect((await garage.client.get('/api/crm/contacts')).body).toEqual({ data: [], nextCursor: null })
    expect((await garage.client.get(`/api/crm/contacts/${body.data[0].id}`)).status).toBe(404)
    expect((await garage.client.get('/api/audit?action=crm.')).body.data).toEqual([])

    const record = await salon.get('/api/audit?action=crm.')
    expect(record.body.data.map(({ action }: { action: string }) => action)).toContain('crm.import.finished')
    expect((await salon.get('/api/audit/verify')).body).toMatchObject({ ok: true, fault: null })
  })

  it('is refused without a token, in a foreign workspace, without the module, and without the permission', async () => {
    const salon = await makeWorkspace(platform.client)
    const refusals = [
      [await platform.client.get('/api/crm/contacts', { 'x-tenant-id': salon.id }), 401, 'kernel.notAuthenticated'],
      [await salon.owner.client.get('/api/crm/contacts'), 400, 'kernel.tenantMissing'],
      [
        await (await signUp(platform.client)).client.get('/api/crm/contacts', { 'x-tenant-id': salon.id }),
        404,
        'kernel.tenantNotFound',
      ],
      [await salon.client.get('/api/crm/contacts'), 403, 'kernel.moduleOff'],
    ] as const
    for (const [reply, status, code] of refusals) {
      expect(reply.status).toBe(status)
      expect(reply.headers.get('content-type')).toBe('application/problem+json')
      expect(reply.body).toMatchObject({
        status,
        type: expect.stringMatching(new RegExp(`/problems/${code}$`)),
        instance: `urn:request:${reply.headers.get('request-id')}`,
      })
    }
    await salon.client.put('/api/modules/crm', { enabled: true })
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    const refused = await viewer.post('/api/crm/contacts', { firstName: 'Ben' })
    expect(refused.body).toMatchObject({ status: 403, permission: 'crm.contacts.write' })
  })

  it('learns of everything that is wrong with a body at once, and where', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const wrong = await salon.client.post('/api/crm/contacts', { firstName: 1, emails: 'x', birthday: 'May' })
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors).toEqual([
      { in: 'body', pointer: '#/firstName', detail: 'Write text here' },
      { in: 'body', pointer: '#/emails', detail: 'Give a list of email addresses' },
      { in: 'body', pointer: '#/birthday', detail: expect.stringContaining('1990-05-31') },
    ])
    const broken = await salon.client.post('/api/crm/contacts', '{"firstName":', { 'content-type': 'application/json' })
    expect(broken.body).toMatchObject({ status: 400, detail: expect.any(String) })
    const other = await salon.client.post('/api/crm/contacts', 'x', { 'content-type': 'text/plain' })
    expect(other.body).toMatchObject({ status: 415, expected: 'application/json' })
    const large = await salon.client.post('/api/crm/contacts', { notes: 'x'.repeat(1024 * 1024) })
    expect(large.body).toMatchObject({ status: 413, limitBytes: 1024 * 1024 })
  })

  it('cannot tell a stranger’s workspace from one that does not exist', async () => {
    const salon = await makeWorkspace(platform.client)
    const stranger = await signUp(platform.client)
    const foreign = await stranger.client.get('/api/tenant', { 'x-tenant-id': salon.id })
    const unknown = await stranger.client.get('/api/tenant', { 'x-tenant-id': '01890000-0000-7000-8000-000000000000' })
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
  })
})

describe('a newcomer who is too fast', () => {
  it('is told how long to wait, and let in again after it', async () => {
    const platform = await startTestPlatform({ database: 'pglite', settings: { RATE_LIMIT_SCALE: '0.02' } })
    try {
      const { client } = platform
      const replies = []
      for (let attempt = 0; attempt < 3; attempt++)
        replies.push(await client.post('/api/auth/login', { email: 'a@example.com', password: goodPassword }))
      const last = replies.at(-1)
      expect(replies.map(({ status }) => status)).toEqual([401, 429, 429])
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(last?.body).toMatchObject({
        type: expect.stringContaining('kernel.tooMany'),
        waitSeconds: expect.any(Number),
      })
      expect(last?.headers.get('ratelimit-policy')).toMatch(/^"login";q=\d+;w=\d+$/)
    } finally {
      await platform.stop()
    }
  })
})
