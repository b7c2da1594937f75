import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Person, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { mailedToken, problem } from '../request/testing/replies.ts'

const notFound = problem(404, 'kernel.notFound')

describe.each(databases)('invitations to oneself, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  const invite = async (person: Person, role = 'member'): Promise<string> =>
    (await salon.client.post('/api/invitations', { email: person.email, role })).body.id
  const listed = async (person: Person) => (await person.client.get('/api/me')).body.invitations
  const answer = (person: Person, id: string, how: 'accept' | 'decline') =>
    person.client.post(`/api/me/invitations/${id}/${how}`)
  async function verified(): Promise<Person> {
    const person = await signUp(platform.client)
    const token = await mailedToken(platform.client, person.email, 'Confirm')
    expect((await person.client.post('/api/auth/email/verify', { token })).status).toBe(204)
    return person
  }

  it('are shown with who invites where, and accepted in place', async () => {
    const berta = await verified()
    expect(await listed(berta)).toEqual([])
    const id = await invite(berta, 'viewer')
    const [shown] = await listed(berta)
    expect(shown).toEqual({
      id,
      tenant: { name: 'Salon Anna' },
      role: 'viewer',
      invitedBy: 'Anna Berg',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    expect(await answer(berta, id, 'accept')).toMatchObject({
      status: 200,
      body: { tenantId: salon.id, role: 'viewer' },
    })
    expect((await berta.client.get('/api/tenant', { 'x-tenant-id': salon.id })).status).toBe(200)
    expect(await listed(berta)).toEqual([])
    expect(await answer(berta, id, 'accept')).toMatchObject(notFound)
  })

  it('can be declined, which ends their link too and stands in the record', async () => {
    const berta = await verified()
    const id = await invite(berta)
    const token = await mailedToken(platform.client, berta.email, 'invites you')
    expect((await answer(berta, id, 'decline')).status).toBe(204)
    expect(await listed(berta)).toEqual([])
    expect(await berta.client.post('/api/invitations/accept', { token })).toMatchObject(
      problem(410, 'kernel.tokenSpent'),
    )
    expect(await answer(berta, id, 'decline')).toMatchObject(notFound)
    const { body } = await salon.client.get('/api/audit?action=invitation.declined&limit=1')
    expect(body.data).toMatchObject([{ subject: `invitation:${id}`, actor: `person:${berta.id}` }])
    // A no is not for ever.
    expect(await invite(berta)).not.toBe(id)
    expect(await listed(berta)).toHaveLength(1)
  })

  it('are nobody’s whose address is not proven, whatever they guess', async () => {
    const berta = await signUp(platform.client)
    const id = await invite(berta)
    expect(await listed(berta)).toEqual([])
    for (const how of ['accept', 'decline'] as const) expect(await answer(berta, id, how)).toMatchObject(notFound)
    const token = await mailedToken(platform.client, berta.email, 'Confirm')
    await berta.client.post('/api/auth/email/verify', { token })
    expect(await listed(berta)).toHaveLength(1)
    expect((await answer(berta, id, 'accept')).status).toBe(200)
  })

  it('are for the person of the address alone', async () => {
    const [berta, carl] = [await verified(), await verified()]
    const id = await invite(berta)
    for (const how of ['accept', 'decline'] as const) {
      expect(await answer(carl, id, how)).toMatchObject(notFound)
      expect(await answer(salon.owner, id, how)).toMatchObject(notFound)
      expect((await platform.client.post(`/api/me/invitations/${id}/${how}`)).status).toBe(401)
    }
    expect(await listed(carl)).toEqual([])
    expect(await listed(berta)).toHaveLength(1)
    expect((await answer(berta, 'no-id', 'accept')).status).toBe(422)
  })

  it('go with their time, with their workspace and when they are taken back', async () => {
    const berta = await verified()
    const id = await invite(berta)
    await platform.owner.query(`update kernel.invitations set expires_at = now() - interval '1 second' where id = $1`, [
      id,
    ])
    expect(await listed(berta)).toEqual([])
    expect(await answer(berta, id, 'accept')).toMatchObject(notFound)
    expect(await invite(berta)).toBe(id)
    expect(await listed(berta)).toHaveLength(1)
    await salon.client.delete(`/api/invitations/${id}`)
    expect(await listed(berta)).toEqual([])
    const shop = await makeWorkspace(platform.client)
    await shop.client.post('/api/invitations', { email: berta.email, role: 'admin' })
    expect(await listed(berta)).toHaveLength(1)
    await shop.client.delete('/api/tenant')
    expect(await listed(berta)).toEqual([])
  })
})
