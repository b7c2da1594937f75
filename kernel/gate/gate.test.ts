import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Reply,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { newApiKey } from '../auth/api-key.ts'
import { sampleMigrations } from '../registry/testing/sample-plugins.ts'
import { costOf, problem, warm } from '../request/testing/replies.ts'
import type { GateFault } from './testing/faulty-gate-worker.ts'

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const tooMany = problem(429, 'kernel.tooMany')

async function makeKey(salon: Workspace, platform: TestPlatform, permissions = ['tenant.read']) {
  const { status, body } = await salon.client.post('/api/api-keys', { name: 'k', permissions })
  expect(status).toBe(201)
  return { id: body.id as string, client: platform.client.with({ authorization: `Bearer ${body.key}` }) }
}

/** Sends reads, ten at once, and answers what came back. */
async function hammer(client: Client, times: number): Promise<Reply[]> {
  const replies: Reply[] = []
  while (replies.length < times)
    replies.push(...(await Promise.all(Array.from({ length: 10 }, () => client.get('/api/tenant')))))
  return replies
}
const passed = (replies: Reply[]) => replies.filter(({ status }) => status === 200).length

describe('limits, at a tenth of the real ones', () => {
  let platform: TestPlatform
  let people = 0

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      settings: { RATE_LIMIT_SCALE: '0.1', CLIENT_ADDRESS_HEADER: 'x-test-address' },
    })
  })
  afterAll(() => platform.stop())

  const makeShop = () => makeWorkspace(platform.client.with({ 'x-test-address': `10.0.0.${people++}` }))

  it('let one principal’s burst through up to its quota, say so, and fill again with time', async () => {
    const salon = await makeShop()
    const { client } = await makeKey(salon, platform)
    const first = await client.get('/api/tenant')
    expect(first.headers.get('ratelimit-policy')).toBe('"read";q=60;w=60')
    expect(first.headers.get('ratelimit')).toBe('"read";r=59;t=1')
    expect(first.headers.get('retry-after')).toBeNull()
    const startMs = Date.now()
    const replies = await hammer(client, 80)
    // One more for each second that it took.
    expect(passed(replies)).toBeGreaterThanOrEqual(59)
    expect(passed(replies)).toBeLessThanOrEqual(60 + Math.ceil((Date.now() - startMs) / 1000))
    const refused = replies.filter(({ status }) => status !== 200)
    expect(refused.length).toBeGreaterThan(0)
    for (const reply of refused) {
      expect(reply).toMatchObject({ ...tooMany, body: { waitSeconds: 1 } })
      expect(reply.headers.get('retry-after')).toBe('1')
      expect(reply.headers.get('ratelimit-policy')).toBe('"read";q=60;w=60')
      expect(reply.headers.get('ratelimit')).toMatch(/^"read";r=0;t=(59|60)$/)
      expect(costOf(reply).gateCalls).toBe(1)
    }
    // Colleagues and other kinds of requests go on; so does this one after the wait.
    expect((await salon.client.get('/api/tenant')).status).toBe(200)
    await sleep(1050)
    expect((await client.get('/api/tenant')).status).toBe(200)
  })

  it('keep a principal who is over its own from using up the workspace’s', async () => {
    const salon = await makeShop()
    const { client } = await makeKey(salon, platform)
    const replies = await hammer(client, 450)
    expect(passed(replies)).toBeLessThan(100)
    expect(passed(await hammer(salon.client, 20))).toBe(20)
  })

  it('hold for a workspace as a whole, and leave its neighbours alone', async () => {
    const salon = await makeShop()
    const neighbour = await makeShop()
    const keys = []
    for (let count = 0; count < 6; count++) keys.push(await makeKey(salon, platform))
    const replies = (await Promise.all(keys.map(({ client }) => hammer(client, 60)))).flat()
    const refused = replies.find(({ status }) => status === 429)
    expect(refused).toMatchObject(tooMany)
    expect(refused?.headers.get('ratelimit-policy')).toBe('"tenant-read";q=300;w=60')
    expect(passed(replies)).toBeGreaterThanOrEqual(300)
    expect(passed(replies)).toBeLessThan(340)
    expect((await neighbour.client.get('/api/tenant')).status).toBe(200)
    const [next] = await Promise.all([salon.client.get('/api/tenant'), hammer(neighbour.client, 30)])
    expect([200, 429]).toContain(next.status)
    expect((await neighbour.client.get('/api/tenant')).headers.get('ratelimit-policy')).toBe('"read";q=60;w=60')
  })

  it('are met by strangers before anything is asked of the database', async () => {
    const stranger = platform.client.with({ 'x-test-address': '10.9.0.1' })
    const replies = []
    for (let attempt = 0; attempt < 14; attempt++) replies.push(await stranger.post('/api/auth/refresh'))
    expect(replies.map(({ status }) => status)).toContain(401)
    expect(replies.at(-1)).toMatchObject(tooMany)
    for (const reply of replies) expect(costOf(reply)).toEqual({ gateCalls: 1, roundTrips: 0 })
  })

  it('stop somebody who guesses at keys before the database is asked, and nobody else', async () => {
    const salon = await makeShop()
    const known = await makeKey(salon, platform)
    const guess = async (address: string) => {
      const { key } = await newApiKey(crypto.randomUUID())
      return platform.client.get('/api/tenant', { authorization: `Bearer ${key}`, 'x-test-address': address })
    }
    const replies = []
    for (let attempt = 0; attempt < 14; attempt++) replies.push(await guess('10.9.0.2'))
    expect(replies[0]).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    const last = replies.at(-1) as Reply
    expect(last).toMatchObject(tooMany)
    expect(costOf(last)).toEqual({ gateCalls: 1, roundTrips: 0 })
    expect(await guess('10.9.0.3')).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    expect((await known.client.get('/api/tenant')).status).toBe(200)
  })
})

describe('rights that this Worker remembers', () => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  it('cost one gate call and no database call, for people and keys, by id and by address', async () => {
    const { client: key } = await makeKey(salon, platform, ['tenant.read', 'members.read'])
    const bySlug = salon.client.with({ 'x-tenant-id': salon.slug })
    for (const client of [salon.client, bySlug, key]) {
      await client.get('/api/tenant')
      await client.get('/api/tenant')
      for (let round = 0; round < 3; round++) expect(costOf(await client.get('/api/tenant'))).toEqual(warm)
      expect(costOf(await client.get('/api/members'))).toEqual({ gateCalls: 1, roundTrips: 1 })
    }
    await salon.owner.client.get('/api/me')
    expect(costOf(await salon.owner.client.get('/api/me'))).toEqual({ gateCalls: 1, roundTrips: 1 })
    await salon.client.patch('/api/tenant', { name: 'Salon' })
    // The next request reads its rights anew, once.
    expect(costOf(await salon.client.get('/api/tenant'))).toEqual({ gateCalls: 1, roundTrips: 1 })
    expect(costOf(await salon.client.get('/api/tenant'))).toEqual(warm)
  })

  it('never outlive a revocation, however many requests are under way', async () => {
    for (let round = 0; round < 8; round++) {
      const { id, client } = await makeKey(salon, platform)
      await client.get('/api/tenant')
      let revokedAtMs = Number.POSITIVE_INFINITY
      const late: number[] = []
      const loop = async () => {
        for (;;) {
          const startMs = performance.now()
          const { status } = await client.get('/api/tenant')
          if (startMs < revokedAtMs) continue
          late.push(status)
          return
        }
      }
      const loops = Array.from({ length: 8 }, loop)
      await sleep(40)
      expect((await salon.client.delete(`/api/api-keys/${id}`)).status).toBe(204)
      revokedAtMs = performance.now()
      await Promise.all(loops)
      expect(late).toEqual(Array.from({ length: 8 }, () => 401))
    }
  })
})

describe('a gate that fails', () => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'postgres',
      entry: 'kernel/gate/testing/faulty-gate-worker.ts',
      migrations: [...(await readMigrations()), ...sampleMigrations],
    })
    salon = await makeWorkspace(platform.client, { modules: ['sample'] })
  })
  beforeEach(() => breakGate('nothing'))
  afterAll(() => platform.stop())

  const breakGate = async (fault: GateFault) => {
    expect((await platform.client.post('/test/gate', fault)).status).toBe(204)
  }
  const inTime = async (sent: Promise<Reply>) => {
    const startMs = performance.now()
    const reply = await sent
    // A gate that hangs is waited for 250 ms; without that patience the answer would never come.
    expect(performance.now() - startMs).toBeLessThan(8000)
    return reply
  }

  it('counts changes of rights that overlap: nothing is remembered until the last has ended', async () => {
    const { body } = await platform.client.get('/test/overlap')
    expect(body).toEqual([expect.any(Number), null, null, expect.any(Number)])
    expect(body[3]).toBeGreaterThan(body[0])
  })

  it.each(['hangs', 'throws'] as const)('when it %s, lets reading and ordinary writing go on, soon', async (fault) => {
    const berta = await signUp(platform.client)
    const member = await addMember(salon, berta, 'member')
    await member.get('/api/sample/notes')
    await breakGate(fault)
    const written = await inTime(member.post('/api/sample/notes', { text: fault }))
    expect(written.status).toBe(201)
    const read = await inTime(member.get('/api/sample/notes'))
    expect(read.body).toContainEqual(written.body)
    // Rights then come from the database, and so does what was read.
    expect(costOf(read)).toEqual({ gateCalls: 1, roundTrips: 2 })
    expect((await inTime(member.delete(`/api/sample/notes/${written.body.id}`))).status).toBe(204)
    expect((await inTime(salon.owner.client.get('/api/me'))).status).toBe(200)
    expect((await inTime(platform.client.get(`/api/public/${salon.slug}/sample/greeting`))).status).toBe(200)
    expect((await inTime(platform.client.post('/api/auth/refresh', undefined, { cookie: berta.cookie }))).status).toBe(
      200,
    )
  })

  it.each(['hangs', 'throws'] as const)('when it %s, still holds what was revoked before', async (fault) => {
    const revoked = await makeKey(salon, platform)
    const berta = await signUp(platform.client)
    const demoted = await addMember(salon, berta, 'admin')
    const carl = await signUp(platform.client)
    const removed = await addMember(salon, carl, 'member')
    for (const client of [revoked.client, demoted, removed])
      for (let round = 0; round < 2; round++) expect((await client.get('/api/tenant')).status).toBe(200)
    await salon.client.delete(`/api/api-keys/${revoked.id}`)
    await salon.client.patch(`/api/members/${berta.id}`, { role: 'viewer' })
    await salon.client.delete(`/api/members/${carl.id}`)
    await breakGate(fault)
    const [key, role, person] = await Promise.all([
      inTime(revoked.client.get('/api/tenant')),
      inTime(demoted.post('/api/sample/notes', { text: 'no' })),
      inTime(removed.get('/api/tenant')),
    ])
    expect(key).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    expect(role).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect(person).toMatchObject(problem(404, 'kernel.tenantNotFound'))
  })

  it.each(['hangs', 'throws', 'cannot begin'] as const)(
    'when it %s, grants and revokes nothing, and says to come back',
    async (fault) => {
      const berta = await signUp(platform.client)
      await addMember(salon, berta, 'member')
      const key = await makeKey(salon, platform)
      const state = () =>
        platform.owner.query(
          `select (select json_agg(m order by m.user_id) from kernel.memberships m) as members,
             (select json_agg(k order by k.id) from kernel.api_keys k) as keys,
             (select json_agg(p order by p.tenant_id) from kernel.plugin_settings p) as plugins,
             (select json_agg(s order by s.id) from kernel.sessions s where s.revoked_at is not null) as ended`,
        )
      const before = await state()
      await breakGate(fault)
      const refused = await Promise.all([
        inTime(salon.client.delete(`/api/api-keys/${key.id}`)),
        inTime(salon.client.post(`/api/api-keys/${key.id}/rotate`, {})),
        inTime(salon.client.patch(`/api/members/${berta.id}`, { role: 'admin' })),
        inTime(salon.client.delete(`/api/members/${berta.id}`)),
        inTime(salon.client.put('/api/modules/sample', { enabled: false })),
        inTime(berta.client.delete(`/api/auth/sessions/${berta.id}`)),
        inTime(salon.client.delete('/api/tenant')),
      ])
      for (const reply of refused) {
        expect(reply).toMatchObject(problem(503, 'kernel.unavailable'))
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      }
      expect(await state()).toEqual(before)
      await breakGate('nothing')
      expect((await key.client.get('/api/tenant')).status).toBe(200)
      expect((await salon.client.delete(`/api/api-keys/${key.id}`)).status).toBe(204)
      expect((await key.client.get('/api/tenant')).status).toBe(401)
    },
  )

  it.each(['hangs', 'throws'] as const)('when it %s, signs nobody up or in and makes no keys', async (fault) => {
    const berta = await signUp(platform.client)
    const [before] = await platform.owner.query('select count(*)::int as n from kernel.users')
    await breakGate(fault)
    const { email, password } = berta
    const refused = await Promise.all([
      inTime(platform.client.post('/api/auth/login', { email, password })),
      inTime(platform.client.post('/api/auth/register', { email: `new-${email}`, password, name: 'New' })),
      inTime(platform.client.post('/api/auth/password/forgot', { email })),
      inTime(salon.client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })),
      inTime(berta.client.post('/api/tenants', { name: 'New' })),
    ])
    for (const reply of refused) {
      expect(reply).toMatchObject(problem(503, 'kernel.unavailable'))
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(await platform.owner.query('select count(*)::int as n from kernel.users')).toEqual([before])
    await breakGate('nothing')
    expect((await platform.client.post('/api/auth/login', { email, password })).status).toBe(200)
  })

  it('that cannot hear the end of a change has its rights read from the database', async () => {
    const key = await makeKey(salon, platform)
    for (let round = 0; round < 2; round++) expect((await key.client.get('/api/tenant')).status).toBe(200)
    await breakGate('cannot end')
    expect((await inTime(salon.client.delete(`/api/api-keys/${key.id}`))).status).toBe(204)
    expect((await key.client.get('/api/tenant')).status).toBe(401)
    for (let round = 0; round < 2; round++)
      expect(costOf(await salon.client.get('/api/tenant'))).toEqual({ gateCalls: 1, roundTrips: 1 })
  })
})
