import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPublisherKey } from '../../tools/dpf/publisher-key.ts'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem } from '../request/testing/replies.ts'

describe('a publisher', () => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  it('is a workspace that said as whom it publishes, once; a name belongs to one', async () => {
    expect((await salon.client.get('/api/publisher')).status).toBe(404)
    const wanted = { slug: 'salon-tools', name: 'Salon tools', website: 'https://salon.example' }
    const made = await salon.client.post('/api/publisher', wanted)
    expect(made).toMatchObject({ status: 201, body: { ...wanted, verified: false } })
    expect((await salon.client.get('/api/publisher')).body).toEqual(made.body)
    expect(await salon.client.post('/api/publisher', { slug: 'another', name: 'A' })).toMatchObject(
      problem(409, 'kernel.publisherExists'),
    )
    const other = await makeWorkspace(platform.client)
    expect(await other.client.post('/api/publisher', wanted)).toMatchObject(problem(409, 'kernel.publisherTaken'))
    expect((await other.client.get('/api/publisher')).status).toBe(404)
  })

  it.each([
    [{ slug: 'No', name: 'A' }, '#/slug'],
    [{ slug: 'fine', name: '' }, '#/name'],
    [{ slug: 'fine', name: 'A', website: 'http://a.example' }, '#/website'],
    [{ slug: 'fine', name: 'A', website: `https://${'a'.repeat(300)}.example` }, '#/website'],
  ])('is not made of %j', async (body, pointer) => {
    const { status, body: answer } = await salon.client.post('/api/publisher', body)
    expect([status, answer.errors?.[0]?.pointer]).toEqual([422, pointer])
  })

  it('registers keys, each once and for one publisher, and sees only its own', async () => {
    const { publicKey, id } = await newPublisherKey()
    const added = await salon.client.post('/api/publisher/keys', { title: 'Laptop', publicKey })
    expect(added).toMatchObject({ status: 201, body: { id, title: 'Laptop', publicKey } })
    expect((await salon.client.get('/api/publisher/keys')).body.data).toEqual([added.body])
    const other = await makeWorkspace(platform.client)
    expect(await other.client.post('/api/publisher/keys', { title: 'L', publicKey })).toMatchObject(
      problem(409, 'kernel.publisherMissing'),
    )
    await other.client.post('/api/publisher', { slug: 'others', name: 'Others' })
    expect(await other.client.post('/api/publisher/keys', { title: 'L', publicKey })).toMatchObject(
      problem(409, 'kernel.publisherKeyKnown'),
    )
    expect((await other.client.get('/api/publisher/keys')).body.data).toEqual([])
    expect((await other.client.delete(`/api/publisher/keys/${id}`)).status).toBe(404)
    expect((await salon.client.delete(`/api/publisher/keys/${id}`)).status).toBe(204)
    expect((await salon.client.delete(`/api/publisher/keys/${id}`)).status).toBe(404)
    expect((await salon.client.get('/api/publisher/keys')).body.data).toEqual([])
    expect((await salon.client.delete('/api/publisher/keys/no-key')).status).toBe(422)
    for (const wrong of ['short', 'A'.repeat(44), 5, null]) {
      const { status, body } = await salon.client.post('/api/publisher/keys', { title: 'x', publicKey: wrong })
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, '#/publicKey'])
    }
  })

  it('is for owners, admins and keys that were given it; its records say what happened', async () => {
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect(await member.get('/api/publisher')).toMatchObject(problem(403, 'kernel.notAllowed'))
    const admin = await addMember(salon, await signUp(platform.client), 'admin')
    expect((await admin.get('/api/publisher')).status).toBe(200)
    const { body } = await salon.client.post('/api/api-keys', { name: 'CI', permissions: ['publisher.manage'] })
    const key = platform.client.with({ authorization: `Bearer ${body.key}` })
    expect((await key.get('/api/publisher/plugins')).body).toEqual({ data: [] })
    const actions = (await salon.client.get('/api/audit')).body.data.map(({ action }: { action: string }) => action)
    for (const action of ['publisher.registered', 'publisherKey.added', 'publisherKey.withdrawn'])
      expect(actions).toContain(action)
  })
})
