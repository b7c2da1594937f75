import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'

const notAllowed = problem(403, 'kernel.notAllowed')
const notFound = problem(404, 'kernel.notFound')
const lastOwner = problem(409, 'kernel.lastOwner')

describe.each(databases)('members, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  const join = async (salon: Workspace, role: string, name = 'Berta Klein') => {
    const person = await signUp(platform.client, name)
    return { person, client: await addMember(salon, person, role) }
  }
  const setRole = (client: Client, id: string, role: string) => client.patch(`/api/members/${id}`, { role })
  const statusOf = async (client: Client, path: string) => (await client.get(path)).status

  it('are listed by name, in pages, with their roles', async () => {
    const salon = await makeWorkspace(platform.client)
    const { person: zoe, client } = await join(salon, 'viewer', 'Zoe')
    const { person: carl } = await join(salon, 'admin', 'Carl')
    const list = await client.get('/api/members')
    expect(list.body.data.map(({ id, role }: never) => [id, role])).toEqual([
      [salon.owner.id, 'owner'],
      [carl.id, 'admin'],
      [zoe.id, 'viewer'],
    ])
    expect(list.body.nextCursor).toBeNull()
    const first = await client.get('/api/members?limit=2')
    const rest = await client.get(`/api/members?limit=2&cursor=${first.body.nextCursor}`)
    expect([...first.body.data, ...rest.body.data]).toEqual(list.body.data)
    expect((await carl.client.get('/api/me')).body.memberships).toEqual([
      { tenant: { id: salon.id, slug: salon.slug, name: 'Salon Anna', colour: null, logoUrl: null }, role: 'admin' },
    ])
  })

  it('keep their names when they have left, until they come back', async () => {
    const salon = await makeWorkspace(platform.client)
    const people: string[] = []
    for (const name of ['Zoe', 'Carl', 'Berta']) {
      const { person } = await join(salon, 'member', name)
      people.push(person.id)
      expect((await salon.client.delete(`/api/members/${person.id}`)).status).toBe(204)
    }
    const former = await salon.client.get('/api/members/former')
    expect(former.body).toEqual({
      data: [
        { id: people[2], name: 'Berta' },
        { id: people[1], name: 'Carl' },
        { id: people[0], name: 'Zoe' },
      ],
      nextCursor: null,
    })
    const first = await salon.client.get('/api/members/former?limit=2')
    const rest = await salon.client.get(`/api/members/former?limit=2&cursor=${first.body.nextCursor}`)
    expect([...first.body.data, ...rest.body.data]).toEqual(former.body.data)
    const { person, client } = await join(salon, 'viewer', 'Dora')
    expect((await client.get('/api/members/former')).status).toBe(200)
    await client.delete(`/api/members/${person.id}`)
    await addMember(salon, person, 'viewer')
    expect((await client.get('/api/members/former')).body).toEqual(former.body)
    const other = await makeWorkspace(platform.client)
    expect((await other.client.get('/api/members/former')).body.data).toEqual([])
  })

  it('may do what their role says, and what it says now from the next request on', async () => {
    const salon = await makeWorkspace(platform.client)
    const { person: berta, client } = await join(salon, 'admin')
    for (let round = 0; round < 2; round++) {
      expect(await statusOf(client, '/api/audit')).toBe(200)
      expect(await statusOf(salon.client, '/api/audit')).toBe(200)
    }
    for (const role of ['member', 'viewer']) {
      expect(await setRole(salon.client, berta.id, role)).toMatchObject({ status: 200, body: { id: berta.id, role } })
      expect(await client.get('/api/audit')).toMatchObject(
        problem(403, 'kernel.notAllowed', { permission: 'audit.read' }),
      )
      expect(await statusOf(client, '/api/members')).toBe(200)
      expect((await client.get('/api/me')).body.memberships[0].role).toBe(role)
    }
    await setRole(salon.client, berta.id, 'admin')
    expect(await statusOf(client, '/api/audit')).toBe(200)
    await setRole(salon.client, berta.id, 'owner')
    expect(await setRole(client, salon.owner.id, 'viewer')).toMatchObject({ status: 200 })
    expect(await salon.client.get('/api/audit')).toMatchObject(notAllowed)
  })

  it('who are removed see nothing from the next request on', async () => {
    const salon = await makeWorkspace(platform.client)
    const { person: berta, client } = await join(salon, 'admin')
    for (let round = 0; round < 2; round++) expect(await statusOf(client, '/api/tenant')).toBe(200)
    expect((await salon.client.delete(`/api/members/${berta.id}`)).status).toBe(204)
    expect(await client.get('/api/tenant')).toMatchObject(problem(404, 'kernel.tenantNotFound'))
    expect((await berta.client.get('/api/me')).body.memberships).toEqual([])
    expect(await salon.client.delete(`/api/members/${berta.id}`)).toMatchObject(notFound)
  })

  it('may leave, whatever their role, but remove nobody without the right to', async () => {
    const salon = await makeWorkspace(platform.client)
    const { client: memberClient, person: member } = await join(salon, 'member')
    const { client: viewerClient, person: viewer } = await join(salon, 'viewer')
    expect(await memberClient.delete(`/api/members/${viewer.id}`)).toMatchObject(notAllowed)
    expect(await viewerClient.patch(`/api/members/${viewer.id}`, { role: 'admin' })).toMatchObject(notAllowed)
    expect((await viewerClient.delete(`/api/members/${viewer.id.toUpperCase()}`)).status).toBe(204)
    expect(await viewerClient.get('/api/tenant')).toMatchObject(problem(404, 'kernel.tenantNotFound'))
    expect((await memberClient.delete(`/api/members/${member.id}`)).status).toBe(204)
    const { body } = await salon.client.get('/api/audit?action=member.removed')
    expect(body.data.map(({ subject }: never) => subject)).toEqual([`person:${member.id}`, `person:${viewer.id}`])
  })

  it('keep an owner: the last one can neither leave, step down nor be removed', async () => {
    const salon = await makeWorkspace(platform.client)
    const own = `/api/members/${salon.owner.id}`
    expect(await salon.client.delete(own)).toMatchObject(lastOwner)
    for (const role of ['admin', 'viewer'])
      expect(await setRole(salon.client, salon.owner.id, role)).toMatchObject(lastOwner)
    expect(await setRole(salon.client, salon.owner.id, 'owner')).toMatchObject({ status: 200 })
    const { person: berta, client } = await join(salon, 'owner')
    expect(await setRole(salon.client, salon.owner.id, 'admin')).toMatchObject({ status: 200 })
    expect(await client.delete(`/api/members/${berta.id}`)).toMatchObject(lastOwner)
    expect(await salon.client.delete(`/api/members/${berta.id}`)).toMatchObject(notAllowed)
    const { body } = await client.get('/api/audit?action=member.roleChanged')
    // What was refused left no record.
    expect(body.data).toHaveLength(2)
  })

  it('who are admins touch no owner and make none', async () => {
    const salon = await makeWorkspace(platform.client)
    const { person: berta, client } = await join(salon, 'admin')
    const { person: carl } = await join(salon, 'member')
    const { person: second } = await join(salon, 'owner')
    for (const reply of [
      await setRole(client, salon.owner.id, 'admin'),
      await setRole(client, second.id, 'viewer'),
      await setRole(client, carl.id, 'owner'),
      await setRole(client, berta.id, 'owner'),
      await client.delete(`/api/members/${second.id}`),
      await client.post('/api/invitations', { email: 'new-owner@example.com', role: 'owner' }),
      await client.post('/api/members/transfer', { userId: berta.id }),
      await client.delete('/api/tenant'),
    ])
      expect(reply).toMatchObject(notAllowed)
    expect((await setRole(client, carl.id, 'viewer')).status).toBe(200)
    expect((await client.delete(`/api/members/${carl.id}`)).status).toBe(204)
    const { body } = await salon.client.get('/api/members')
    expect(body.data.filter(({ role }: { role: string }) => role === 'owner')).toHaveLength(2)
    expect(await setRole(salon.client, carl.id, 'member')).toMatchObject(notFound)
    expect(await setRole(salon.client, berta.id, 'emperor')).toEqual(refusedAt('#/role'))
  })

  it('receive the workspace from its owner, who goes on as an admin', async () => {
    const salon = await makeWorkspace(platform.client)
    const { person: berta, client } = await join(salon, 'viewer')
    const stranger = await signUp(platform.client)
    const transfer = (userId: string) => salon.client.post('/api/members/transfer', { userId })
    expect(await transfer(stranger.id)).toMatchObject(notFound)
    expect(await transfer(salon.owner.id)).toMatchObject(notAllowed)
    for (let round = 0; round < 2; round++) expect(await statusOf(client, '/api/audit')).toBe(403)
    expect((await transfer(berta.id)).status).toBe(204)
    expect(await statusOf(client, '/api/audit')).toBe(200)
    expect(await salon.client.delete('/api/tenant')).toMatchObject(notAllowed)
    const { body } = await client.get('/api/members')
    expect(body.data.map(({ id, role }: never) => [id, role])).toEqual([
      [salon.owner.id, 'admin'],
      [berta.id, 'owner'],
    ])
  })
})

describe('members who act at the same moment, on postgres', () => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
  })
  afterAll(() => platform.stop())

  const owners = async (salon: Workspace) => {
    const rows = await platform.owner.query(
      `select user_id from kernel.memberships where tenant_id = $1 and role = 'owner'`,
      [salon.id],
    )
    return rows.map(({ user_id }) => String(user_id))
  }

  it('never leave a workspace without an owner: two who demote each other, or leave', async () => {
    const salon = await makeWorkspace(platform.client)
    const berta = await signUp(platform.client)
    const client = await addMember(salon, berta, 'owner')
    const [a, b] = [salon.owner.id, berta.id]
    // Between the check for an owner and the end of the change lies a moment, which this makes long enough to meet in.
    await platform.owner.query(
      `create function public.dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); return null; end $$`,
    )
    await platform.owner.query(
      `create constraint trigger zz_dawdle after update on kernel.memberships deferrable initially deferred
       for each row execute function public.dawdle()`,
    )
    const seen = new Set<string>()
    for (let round = 0; round < 20; round++) {
      const replies = await Promise.all(
        round % 2 === 0
          ? [
              salon.client.patch(`/api/members/${b}`, { role: 'member' }),
              client.patch(`/api/members/${a}`, { role: 'member' }),
            ]
          : [
              salon.client.patch(`/api/members/${a}`, { role: 'member' }),
              client.patch(`/api/members/${b}`, { role: 'member' }),
            ],
      )
      const left = await owners(salon)
      expect(left).toHaveLength(1)
      for (const { status } of replies) expect([200, 403, 409]).toContain(status)
      seen.add(
        replies
          .map(({ status }) => status)
          .sort()
          .join(),
      )
      const keeper = left[0] === a ? salon.client : client
      expect((await keeper.patch(`/api/members/${left[0] === a ? b : a}`, { role: 'owner' })).status).toBe(200)
    }
    // Some rounds have to be real races, which the database decided.
    expect(seen).toContain('200,409')
  })

  it('never let an admin demote somebody who is made an owner meanwhile', async () => {
    const salon = await makeWorkspace(platform.client)
    const berta = await signUp(platform.client)
    const admin = await addMember(salon, berta, 'admin')
    const carl = await signUp(platform.client)
    await addMember(salon, carl, 'member')
    for (let round = 0; round < 12; round++) {
      const [promoted, demoted] = await Promise.all([
        salon.client.patch(`/api/members/${carl.id}`, { role: 'owner' }),
        admin.patch(`/api/members/${carl.id}`, { role: 'viewer' }),
      ])
      expect(promoted.status).toBe(200)
      // Whichever came first: an owner is an owner, and 403 means that nothing happened.
      expect([200, 403]).toContain(demoted.status)
      expect(await owners(salon)).toContain(carl.id)
      expect((await salon.client.patch(`/api/members/${carl.id}`, { role: 'member' })).status).toBe(200)
    }
  })
})
