import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, type Person, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { mailedToken, mailsTo, problem, refusedAt } from '../request/testing/replies.ts'

const spent = problem(410, 'kernel.tokenSpent')
const notFound = problem(404, 'kernel.notFound')

describe.each(databases)('invitations, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  const invite = (person: Person, role = 'member') =>
    salon.client.post('/api/invitations', { email: person.email, role })
  const linkFor = (person: Person, mails = 1) => mailedToken(platform.client, person.email, 'invites you', mails)
  const accept = (person: Person, token: string) => person.client.post('/api/invitations/accept', { token })
  const isMember = async (person: Person) =>
    (await person.client.get('/api/tenant', { 'x-tenant-id': salon.id })).status === 200

  it('bring a person in with the role that was offered, by the link that was mailed to them', async () => {
    const berta = await signUp(platform.client)
    expect(await isMember(berta)).toBe(false)
    expect((await berta.client.get('/api/me')).body.memberships).toEqual([])
    const invited = await salon.client.post('/api/invitations', { email: berta.email.toUpperCase(), role: 'viewer' })
    expect(invited.status).toBe(201)
    expect(Object.keys(invited.body).sort()).toEqual(['createdAt', 'email', 'expiresAt', 'id', 'role'])
    const days = (Date.parse(invited.body.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.99)
    expect(days).toBeLessThan(7.01)
    const list = await salon.client.get('/api/invitations')
    expect(list.body.data).toEqual([invited.body])
    const [mail] = await mailsTo(platform.client, berta.email.toUpperCase(), 'invites')
    expect(mail?.subject).toBe('Anna Berg invites you to Salon Anna')
    const token = await mailedToken(platform.client, berta.email.toUpperCase(), 'invites')
    expect(await accept(berta, token)).toMatchObject({ status: 200, body: { tenantId: salon.id, role: 'viewer' } })
    expect(await isMember(berta)).toBe(true)
    expect((await berta.client.get('/api/me')).body.memberships).toMatchObject([{ role: 'viewer' }])
    expect((await salon.client.get('/api/invitations')).body.data).toEqual([])
    // The token is nowhere but in the mail.
    const shown = JSON.stringify([list.body, invited.body, (await salon.client.get('/api/audit')).body])
    expect(shown).not.toContain(token)
    expect(shown).not.toMatch(/tokenHash|[0-9a-f]{64}/)
  })

  it('work once, and not for somebody else', async () => {
    const [berta, carl] = [await signUp(platform.client), await signUp(platform.client)]
    await invite(berta)
    const token = await linkFor(berta)
    expect(await accept(carl, token)).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect(await platform.client.post('/api/invitations/accept', { token })).toMatchObject(
      problem(401, 'kernel.notAuthenticated'),
    )
    expect((await accept(berta, token)).status).toBe(200)
    expect(await accept(berta, token)).toMatchObject(spent)
    for (const junk of ['', 'junk', token.replace('invitation', 'reset')])
      expect(await accept(berta, junk)).toMatchObject(spent)
    expect(await isMember(carl)).toBe(false)
  })

  it('expire after seven days', async () => {
    const berta = await signUp(platform.client)
    await invite(berta)
    const age = (interval: string) =>
      platform.owner.query(`update kernel.invitations set expires_at = expires_at - $1::interval where email = $2`, [
        interval,
        berta.email,
      ])
    const token = await linkFor(berta)
    await age('7 days')
    expect(await accept(berta, token)).toMatchObject(spent)
    expect(await isMember(berta)).toBe(false)
    // It can be sent again, and then lives another week.
    const [open] = (await salon.client.get('/api/invitations')).body.data
    expect((await salon.client.post(`/api/invitations/${open.id}/resend`)).status).toBe(200)
    expect((await accept(berta, await linkFor(berta, 2))).status).toBe(200)
  })

  it('sent again keep their id and kill the old link', async () => {
    const berta = await signUp(platform.client)
    const { body: first } = await invite(berta, 'admin')
    const old = await linkFor(berta)
    const resent = await salon.client.post(`/api/invitations/${first.id}/resend`)
    expect(resent).toMatchObject({ status: 200, body: { id: first.id, role: 'admin', email: berta.email } })
    const { body: again } = await invite(berta, 'viewer')
    expect(again.id).toBe(first.id)
    const token = await linkFor(berta, 3)
    expect(await accept(berta, old)).toMatchObject(spent)
    expect(await accept(berta, token)).toMatchObject({ status: 200, body: { role: 'viewer' } })
    const { body } = await salon.client.get(`/api/audit?action=invitation.sent&subject=invitation:${first.id}`)
    expect(body.data).toHaveLength(3)
    expect(await salon.client.post(`/api/invitations/${first.id}/resend`)).toMatchObject(notFound)
  })

  it('can be taken back', async () => {
    const berta = await signUp(platform.client)
    const { body } = await invite(berta)
    const token = await linkFor(berta)
    expect((await salon.client.delete(`/api/invitations/${body.id}`)).status).toBe(204)
    expect(await accept(berta, token)).toMatchObject(spent)
    expect(await salon.client.delete(`/api/invitations/${body.id}`)).toMatchObject(notFound)
    expect(await isMember(berta)).toBe(false)
  })

  it('are not for members, and come from people who may invite', async () => {
    const berta = await signUp(platform.client)
    const client = await addMember(salon, berta, 'member')
    const alreadyMember = problem(409, 'kernel.alreadyMember')
    expect(await invite(berta)).toMatchObject(alreadyMember)
    expect(await invite({ ...berta, email: berta.email.toUpperCase() })).toMatchObject(alreadyMember)
    expect(await invite(salon.owner)).toMatchObject(alreadyMember)
    const notAllowed = problem(403, 'kernel.notAllowed')
    expect(await client.post('/api/invitations', { email: 'new@example.com', role: 'viewer' })).toMatchObject(
      notAllowed,
    )
    expect(await client.get('/api/invitations')).toMatchObject(notAllowed)
    const key = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['members.manage'] })
    const asKey = platform.client.with({ authorization: `Bearer ${key.body.key}` })
    expect(await asKey.post('/api/invitations', { email: 'new@example.com', role: 'viewer' })).toMatchObject(notAllowed)
    expect(await salon.client.post('/api/invitations', { email: 'nobody', role: 'emperor' })).toEqual(
      refusedAt('#/role'),
    )
    expect(await salon.client.post('/api/invitations', { email: 'nobody', role: 'admin' })).toEqual(
      refusedAt('#/email'),
    )
  })

  it('of an owner are an owner’s: an admin cannot send them again', async () => {
    const [berta, carl] = [await signUp(platform.client), await signUp(platform.client)]
    const admin = await addMember(salon, berta, 'admin')
    const { body } = await invite(carl, 'owner')
    expect(await admin.post(`/api/invitations/${body.id}/resend`)).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect((await accept(carl, await linkFor(carl))).body.role).toBe('owner')
  })

  it('accepted twice at the same moment make one member', async () => {
    const berta = await signUp(platform.client)
    await invite(berta)
    const token = await linkFor(berta)
    const replies = await Promise.all(Array.from({ length: 6 }, () => accept(berta, token)))
    const statuses = replies.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, 410, 410, 410, 410, 410])
    expect(await isMember(berta)).toBe(true)
  })
})
