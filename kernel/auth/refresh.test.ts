import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, makeWorkspace, type Reply, signUp } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { costOf, free, problem } from '../request/testing/replies.ts'

const cookieOf = ({ headers }: Reply) => headers.getSetCookie()[0]?.split(';')[0] ?? ''
const ended = problem(401, 'kernel.signInEnded')

describe.each(databases)('refresh tokens, on %s', (database) => {
  let platform: TestPlatform
  let home: Client

  beforeAll(async () => {
    platform = await startTestPlatform({ database, settings: { CLIENT_ADDRESS_HEADER: 'x-test-address' } })
    home = platform.client.with({ 'x-test-address': '10.0.0.1', 'user-agent': 'Home/1' })
  })
  afterAll(() => platform.stop())

  const refresh = (cookie: string, client = home, headers: Record<string, string> = {}) =>
    client.post('/api/auth/refresh', undefined, { cookie, ...headers })
  const me = (accessToken: string) => home.get('/api/me', { authorization: `Bearer ${accessToken}` })

  it('are new each time, with an access token that works', async () => {
    const anna = await signUp(home)
    const seen = new Set([anna.cookie])
    let cookie = anna.cookie
    for (let round = 0; round < 3; round++) {
      const reply = await refresh(cookie)
      expect(reply).toMatchObject({
        status: 200,
        body: { expiresIn: 900, user: { id: anna.id, email: anna.email, emailVerified: false } },
      })
      expect(reply.headers.getSetCookie()[0]).toMatch(/; HttpOnly/)
      expect(reply.headers.getSetCookie()[0]).toMatch(/; SameSite=Strict/)
      expect((await me(reply.body.accessToken)).status).toBe(200)
      cookie = cookieOf(reply)
      seen.add(cookie)
    }
    expect(seen.size).toBe(4)
  })

  it('end the whole sign-in when a used one comes back after its successor was used', async () => {
    const anna = await signUp(home)
    const salon = await makeWorkspace(home, { owner: anna })
    const second = await refresh(anna.cookie)
    const third = await refresh(cookieOf(second))
    // Warm, so that only a new epoch can stop it.
    for (let round = 0; round < 2; round++) {
      expect((await me(third.body.accessToken)).status).toBe(200)
      expect((await salon.client.get('/api/tenant')).status).toBe(200)
    }
    const replayed = await refresh(anna.cookie)
    expect(replayed).toMatchObject(ended)
    expect(replayed.headers.getSetCookie()[0]).toMatch(/^dpf_refresh=; Max-Age=0/)
    expect(await me(third.body.accessToken)).toMatchObject(ended)
    expect(await salon.client.get('/api/tenant')).toMatchObject(ended)
    expect(await refresh(cookieOf(third))).toMatchObject(ended)
  })

  it('are given again when a reply was lost, to the same client alone', async () => {
    const anna = await signUp(home)
    const lost = await refresh(anna.cookie)
    const again = await refresh(anna.cookie)
    expect(again.status).toBe(200)
    expect(cookieOf(again)).not.toBe(cookieOf(lost))
    expect((await me(again.body.accessToken)).status).toBe(200)
    expect((await refresh(cookieOf(again))).status).toBe(200)

    const thieves = { address: { 'x-test-address': '10.9.9.9' }, agent: { 'user-agent': 'Thief/1' } }
    for (const [name, headers] of Object.entries(thieves)) {
      const berta = await signUp(home)
      const next = await refresh(berta.cookie)
      expect(await refresh(berta.cookie, home.with(headers)), name).toMatchObject(ended)
      expect(await me(next.body.accessToken), name).toMatchObject(ended)
    }
  })

  it('are given again for ten seconds only', async () => {
    const anna = await signUp(home)
    await refresh(anna.cookie)
    await platform.owner.query(
      `update kernel.refresh_tokens set used_at = used_at - interval '11 seconds'
       where session_id in (select id from kernel.sessions where user_id = $1) and used_at is not null`,
      [anna.id],
    )
    expect(await refresh(anna.cookie)).toMatchObject(ended)
  })

  it('of two successors one only counts: the other, once it is used late, ends the sign-in', async () => {
    const anna = await signUp(home)
    const first = await refresh(anna.cookie)
    const twin = await refresh(anna.cookie)
    const next = await refresh(cookieOf(twin))
    expect(next.status).toBe(200)
    expect(await refresh(cookieOf(first))).toMatchObject(ended)
    expect(await me(next.body.accessToken)).toMatchObject(ended)
  })

  it('survive a client that sends the same one many times at once', async () => {
    const anna = await signUp(home)
    const replies = await Promise.all(Array.from({ length: 8 }, () => refresh(anna.cookie)))
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    for (const { body } of replies) expect((await me(body.accessToken)).status).toBe(200)
    const [stored] = await platform.owner.query(
      `select count(*)::int as tokens, max(t.generation) as generation, count(t.used_at)::int as used
       from kernel.refresh_tokens t join kernel.sessions s on s.id = t.session_id where s.user_id = $1`,
      [anna.id],
    )
    // The one that was sent, and one successor for each reply, all of the same generation.
    expect(stored).toEqual({ tokens: 9, generation: 2, used: 1 })
    expect((await refresh(cookieOf(replies[5] as Reply))).status).toBe(200)
  })

  it('are each stored, whatever Idempotency-Key a client sends along', async () => {
    const anna = await signUp(home)
    const lost = await refresh(anna.cookie, home, { 'idempotency-key': 'refresh-1' })
    const again = await refresh(anna.cookie, home, { 'idempotency-key': 'refresh-1' })
    expect([lost.status, again.status]).toEqual([200, 200])
    expect((await refresh(cookieOf(again))).status).toBe(200)
  })

  it('are not taken from another site, which leaves the sign-in as it was', async () => {
    const anna = await signUp(home)
    for (const path of ['/api/auth/refresh', '/api/auth/logout'])
      for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null'])
        expect(await home.post(path, undefined, { cookie: anna.cookie, origin })).toMatchObject(
          problem(403, 'kernel.foreignOrigin'),
        )
    const own = await refresh(anna.cookie, home, { origin: new URL(platform.url).origin })
    expect(own.status).toBe(200)
    expect((await me(anna.accessToken)).status).toBe(200)
  })

  it('cost no database call when they were never ours', async () => {
    for (const cookie of ['', 'dpf_refresh=', 'dpf_refresh=junk', `dpf_refresh=dpf_verify_${'A'.repeat(43)}`]) {
      const reply = await refresh(cookie)
      expect(reply).toMatchObject(ended)
      expect(costOf(reply)).toMatchObject(free)
    }
    expect(await refresh(`dpf_refresh=dpf_refresh_${'A'.repeat(43)}`)).toMatchObject(ended)
  })

  it('end with the sign-in that they belong to', async () => {
    const anna = await signUp(home)
    await platform.owner.query(
      `update kernel.sessions set expires_at = now() - interval '1 second' where user_id = $1`,
      [anna.id],
    )
    expect(await refresh(anna.cookie)).toMatchObject(ended)
  })

  it('end by signing out, and the access token with them, on the very next request', async () => {
    const anna = await signUp(home)
    const salon = await makeWorkspace(home, { owner: anna })
    const other = await home.post('/api/auth/login', { email: anna.email, password: anna.password })
    for (let round = 0; round < 2; round++) expect((await salon.client.get('/api/tenant')).status).toBe(200)
    const out = await home.post('/api/auth/logout', undefined, { cookie: anna.cookie })
    expect(out.status).toBe(204)
    expect(out.headers.getSetCookie()[0]).toMatch(/^dpf_refresh=; Max-Age=0; Path=\/api\/auth/)
    expect(await salon.client.get('/api/tenant')).toMatchObject(ended)
    expect(await me(anna.accessToken)).toMatchObject(ended)
    expect(await refresh(anna.cookie)).toMatchObject(ended)
    expect((await me(other.body.accessToken)).status).toBe(200)
    for (const cookie of [anna.cookie, '', 'dpf_refresh=junk'])
      expect((await home.post('/api/auth/logout', undefined, { cookie })).status).toBe(204)
  })
})
