import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, type Person, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { mailedToken, problem } from '../request/testing/replies.ts'

interface Item {
  readonly id: string
  readonly title: string
  readonly used: number
  readonly limit: number | null
  readonly unit: string
}

const usageOf = async ({ client }: Pick<Workspace, 'client'>): Promise<Record<string, Item>> => {
  const { status, body } = await client.get('/api/usage')
  expect(status).toBe(200)
  return Object.fromEntries(body.items.map((item: Item) => [item.id, item]))
}

describe('the requests of a minute, at their real limits', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'pglite', settings: { RATE_LIMIT_SCALE: '1' } })
  })
  afterAll(() => platform.stop())

  it('are shown by kind, with what is left of each', async () => {
    const salon = await makeWorkspace(platform.client)
    const before = await usageOf(salon)
    expect(before).toMatchObject({
      'requests.read': { limit: 600 },
      'requests.write': { used: 0, limit: 300 },
      'requests.bulk': { used: 0, limit: 20 },
      'requests.sensitive': { used: 0, limit: 60 },
    })
    for (let count = 0; count < 5; count++) await salon.client.get('/api/audit/verify')
    const { used = 0 } = (await usageOf(salon))['requests.bulk'] ?? {}
    expect(used).toBeGreaterThanOrEqual(3)
    expect(used).toBeLessThanOrEqual(5)
    // Somebody else's are their own.
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await usageOf({ client: viewer }))['requests.bulk']?.used).toBe(0)
  })
})

describe.each(databases)('the plan of a workspace, on %s', (database) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  const setPlan = (workspace: Workspace, plan: string) =>
    platform.owner.query('update kernel.tenants set plan = $1 where id = $2', [plan, workspace.id])
  /** People who were here before, without asking the API for each of them. */
  const fill = (workspace: Workspace, count: number) =>
    platform.owner.query(
      `with people as (insert into kernel.users (id, email, email_key, name, password_hash)
        select gen_random_uuid(), e, e, 'Filler', 'x' from generate_series(1, $2::int) n, lateral (select 'filler-' || n || '-' || $1 || '@example.com' as e) named
        returning id) insert into kernel.memberships (tenant_id, user_id, role) select $1::uuid, id, 'viewer' from people`,
      [workspace.id, count],
    )
  /** Each new row takes a while, so that all who come at once have counted before the first of them is in. */
  const slowDown = async (table: string) => {
    await platform.owner.query('create schema if not exists slow')
    await platform.owner.query(
      `create or replace function slow.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(0.05); return new; end $$`,
    )
    await platform.owner.query(
      `create or replace trigger slow before insert on kernel.${table} for each row execute function slow.wait()`,
    )
    return () => platform.owner.query(`drop trigger slow on kernel.${table}`)
  }
  const makeKey = ({ client }: Workspace) => client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })
  const invite = ({ client }: Workspace, person: Pick<Person, 'email'>) =>
    client.post('/api/invitations', { email: person.email, role: 'member' })
  const accept = async (person: Person) =>
    person.client.post('/api/invitations/accept', {
      token: await mailedToken(platform.client, person.email, 'invites you'),
    })

  it('shows what is used of it, by everybody in the workspace', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    await invite(salon, { email: 'later@example.com' })
    await makeKey(salon)
    for (const firstName of ['Ada', 'Ben', 'Cem']) await salon.client.post('/api/crm/contacts', { firstName })
    const usage = await usageOf({ client: viewer })
    expect(usage).toMatchObject({
      people: { used: 2, limit: 25, unit: 'things' },
      invitations: { used: 1, limit: null },
      apiKeys: { used: 1, limit: 20 },
      modules: { used: 1, limit: null },
      'crm.contacts': { title: 'Contacts', used: 3, limit: null },
    })
    const { body } = await salon.client.get('/api/audit?limit=100')
    expect(usage.records?.used).toBe(body.data.length)
    // Sealed or not, each record counts once.
    await salon.client.get('/api/audit/verify')
    expect((await usageOf(salon)).records?.used).toBe(body.data.length)
    expect((await salon.client.get('/api/usage')).body.plan).toBe('free')
  })

  it('counts each module’s things only where it is on, and nobody else’s', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const other = await makeWorkspace(platform.client, { modules: ['crm'] })
    await other.client.post('/api/crm/contacts', { firstName: 'Ada' })
    expect((await usageOf(salon))['crm.contacts']?.used).toBe(0)
    await salon.client.put('/api/modules/crm', { enabled: false })
    expect(Object.keys(await usageOf(salon)).filter((id) => id.startsWith('crm.'))).toEqual([])
  })

  it('has room for 25 people, with those who are invited', async () => {
    const salon = await makeWorkspace(platform.client)
    await fill(salon, 23)
    const last = await signUp(platform.client)
    expect((await invite(salon, last)).status).toBe(201)
    // Whoever is invited already may be invited again.
    expect((await invite(salon, last)).status).toBe(201)
    const tooMany = await signUp(platform.client)
    expect(await invite(salon, tooMany)).toMatchObject(problem(409, 'kernel.peopleFull'))
    expect((await accept(last)).status).toBe(200)
    expect((await usageOf(salon)).people).toMatchObject({ used: 25, limit: 25 })
    expect(await invite(salon, tooMany)).toMatchObject(problem(409, 'kernel.peopleFull'))
    await setPlan(salon, 'pro')
    expect((await invite(salon, tooMany)).status).toBe(201)
    // The room is looked for when somebody comes in, too.
    await setPlan(salon, 'free')
    expect(await accept(tooMany)).toMatchObject(problem(409, 'kernel.peopleFull'))
    await setPlan(salon, 'business')
    expect((await accept(tooMany)).status).toBe(200)
    expect((await usageOf(salon)).people?.used).toBe(26)
  })

  it('lets in no more people than it has room for when many come at once', async () => {
    const salon = await makeWorkspace(platform.client)
    await fill(salon, 16)
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp(platform.client)))
    for (const person of people) expect((await invite(salon, person)).status).toBe(201)
    await platform.owner.query(
      `insert into kernel.memberships (tenant_id, user_id, role)
        select $1, id, 'viewer' from kernel.users where name = 'Filler' and not exists (select from kernel.memberships m where m.tenant_id = $1 and m.user_id = users.id) limit 5`,
      [salon.id],
    )
    const hurry = await slowDown('memberships')
    const replies = await Promise.all(people.map(accept))
    await hurry()
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(5)
    expect((await usageOf(salon)).people).toMatchObject({ used: 25, limit: 25 })
  })

  it('has room for 20 API keys, whoever makes them at once; one that replaces another takes no room', async () => {
    const salon = await makeWorkspace(platform.client)
    const hurry = await slowDown('api_keys')
    const replies = await Promise.all(Array.from({ length: 24 }, () => makeKey(salon)))
    await hurry()
    const made = replies.filter(({ status }) => status === 201)
    expect(made).toHaveLength(20)
    expect(await makeKey(salon)).toMatchObject(problem(409, 'kernel.keysFull'))
    expect((await usageOf(salon)).apiKeys).toMatchObject({ used: 20, limit: 20 })
    const [first, second] = made
    expect((await salon.client.post(`/api/api-keys/${first?.body.id}/rotate`, {})).status).toBe(201)
    expect((await usageOf(salon)).apiKeys?.used).toBe(20)
    await salon.client.delete(`/api/api-keys/${second?.body.id}`)
    expect((await makeKey(salon)).status).toBe(201)
    expect(await makeKey(salon)).toMatchObject(problem(409, 'kernel.keysFull'))
    await setPlan(salon, 'pro')
    expect((await makeKey(salon)).status).toBe(201)
  })
})
