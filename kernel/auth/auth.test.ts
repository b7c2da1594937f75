import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { goodPassword, makeWorkspace, type Reply, signUp } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { costOf, free, mailedToken, mailsTo, problem, refusedAt } from '../request/testing/replies.ts'
import { newId } from '../sdk/new-id.ts'
import { accessTokenKey, signAccessToken } from './access-token.ts'

let strangers = 0
const newEmail = () => `stranger-${process.pid}-${strangers++}@example.com`
const withoutInstance = ({ status, body }: Reply) => ({ status, body: { ...body, instance: '' } })

describe.each(databases)('signing up and in, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    // One of these promises is about how long a password takes.
    platform = await startTestPlatform({ database, settings: { PASSWORD_COST: 'full' } })
  })
  afterAll(() => platform.stop())

  it('answers who signed up, a token that works and a cookie that no script and no other site gets', async () => {
    const email = newEmail()
    const reply = await platform.client.post('/api/auth/register', { email, password: goodPassword, name: ' Zoë Ång ' })
    expect(reply).toMatchObject({ status: 201 })
    expect(reply.body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresIn: 900,
      user: { id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/), email, name: 'Zoë Ång', emailVerified: false },
    })
    expect(reply.headers.get('cache-control')).toBe('no-store')
    const cookies = reply.headers.getSetCookie().map((cookie) => cookie.split('; '))
    expect(cookies.map(([pair]) => pair)).toEqual([
      expect.stringMatching(/^dpf_refresh=dpf_refresh_[\w-]{43}$/),
      expect.stringMatching(/^dpf_device=dpf_device_[\w-]{43}$/),
    ])
    for (const [index, seconds] of [2_592_000, 34_560_000].entries())
      expect(cookies[index]?.slice(1).sort()).toEqual([
        'HttpOnly',
        `Max-Age=${seconds}`,
        'Path=/api/auth',
        'SameSite=Strict',
      ])
    const me = await platform.client.get('/api/me', { authorization: `Bearer ${reply.body.accessToken}` })
    expect(me.body).toEqual({ user: { ...reply.body.user, pictureUrl: null }, memberships: [], invitations: [] })
  })

  it('takes an email address once, however it is written', async () => {
    const email = newEmail()
    const first = await platform.client.post('/api/auth/register', { email, password: goodPassword, name: 'Anna' })
    expect(first.status).toBe(201)
    for (const again of [email, email.toUpperCase(), ` ${email} `]) {
      const reply = await platform.client.post('/api/auth/register', {
        email: again,
        password: goodPassword,
        name: 'B',
      })
      expect(reply).toMatchObject(problem(409, 'kernel.emailTaken'))
      expect(reply.headers.getSetCookie()).toEqual([])
    }
    const login = await platform.client.post('/api/auth/login', { email: email.toUpperCase(), password: goodPassword })
    expect(login).toMatchObject({ status: 200, body: { user: { email, name: 'Anna' } } })
  })

  it('says all that is wrong with a registration at once, each thing where it stands', async () => {
    const weak = { email: newEmail(), password: 'Password2026', name: 'Anna' }
    const reply = await platform.client.post('/api/auth/register', weak)
    expect(reply).toMatchObject(problem(422, 'kernel.weakPassword'))
    expect(reply).toEqual(refusedAt('#/password'))
    expect(await platform.client.post('/api/auth/register', { ...weak, password: 'short' })).toEqual(
      refusedAt('#/password', 'Use at least 12 characters.'),
    )
    const empty = await platform.client.post('/api/auth/register', { email: 'nobody', name: '' })
    expect(empty).toMatchObject(problem(422, 'kernel.invalid'))
    for (const pointer of ['#/email', '#/password', '#/name']) expect(empty).toEqual(refusedAt(pointer))
    const login = await platform.client.post('/api/auth/login', { email: weak.email, password: weak.password })
    expect(login.status).toBe(401)
  })

  it('mails a link that proves the address once, and another one on demand', async () => {
    const anna = await signUp(platform.client)
    const isVerified = async () => (await anna.client.get('/api/me')).body.user.emailVerified
    expect(await isVerified()).toBe(false)
    const token = await mailedToken(platform.client, anna.email, 'Confirm')
    expect((await anna.client.post('/api/auth/email/resend')).status).toBe(202)
    const resent = await mailedToken(platform.client, anna.email, 'Confirm', 2)
    expect(resent).not.toBe(token)
    for (const junk of ['', 'junk', `${resent.slice(0, -1)}_`, token.replace('verify', 'reset')])
      expect(await platform.client.post('/api/auth/email/verify', { token: junk })).toMatchObject(
        problem(410, 'kernel.tokenSpent'),
      )
    expect((await platform.client.post('/api/auth/email/verify', { token: resent })).status).toBe(204)
    expect(await isVerified()).toBe(true)
    expect(await platform.client.post('/api/auth/email/verify', { token: resent })).toMatchObject(
      problem(410, 'kernel.tokenSpent'),
    )
    expect((await anna.client.post('/api/auth/email/resend')).status).toBe(202)
    expect(await mailsTo(platform.client, anna.email, 'Confirm')).toHaveLength(2)
  })

  it('tells nobody whether an account exists: same answer, same headers, same work', async () => {
    const anna = await signUp(platform.client)
    const attempt = async (email: string) => {
      const startMs = performance.now()
      const reply = await platform.client.post('/api/auth/login', { email, password: 'not the right password' })
      return { reply, took: performance.now() - startMs }
    }
    const wrong = []
    const unknown = []
    for (let round = 0; round < 3; round++) {
      wrong.push(await attempt(anna.email))
      unknown.push(await attempt(newEmail()))
    }
    expect(wrong[0]?.reply).toMatchObject(problem(401, 'kernel.wrongCredentials'))
    for (const { reply } of [...wrong, ...unknown]) {
      expect(withoutInstance(reply)).toEqual(withoutInstance(wrong[0]?.reply as Reply))
      expect(costOf(reply)).toEqual({ gateCalls: 2, roundTrips: 1 })
      expect(reply.headers.getSetCookie()).toEqual([])
    }
    // A hash takes some 170 ms, an answer without one a few.
    const fastest = (attempts: { took: number }[]) => Math.min(...attempts.map(({ took }) => took))
    expect(fastest(unknown)).toBeGreaterThan(40)
    expect(fastest(wrong)).toBeGreaterThan(40)
  })

  it('signs in anew each time, whatever Idempotency-Key a client sends along', async () => {
    const anna = await signUp(platform.client)
    const login = () =>
      platform.client.post(
        '/api/auth/login',
        { email: anna.email, password: goodPassword },
        { 'idempotency-key': 'k1' },
      )
    for (const { body } of [await login(), await login()]) {
      const me = await platform.client.get('/api/me', { authorization: `Bearer ${body.accessToken}` })
      expect(me.status).toBe(200)
    }
  })

  it('refuses every token that it did not sign for now, before it asks the database', async () => {
    const salon = await makeWorkspace(platform.client)
    const key = await accessTokenKey(inject('secrets').SESSION_SECRET)
    const foreignKey = await accessTokenKey('another installation with its own secret')
    const ids = { userId: salon.owner.id, sessionId: newId() }
    const [head = '', claims = '', signature = ''] = salon.owner.accessToken.split('.')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    const bad = {
      nothing: undefined,
      'no scheme': salon.owner.accessToken,
      'another scheme': `Basic ${salon.owner.accessToken}`,
      garbage: 'Bearer garbage',
      'alg none': `Bearer ${none}.${claims}.`,
      'alg none with a signature': `Bearer ${none}.${claims}.${signature}`,
      'no signature': `Bearer ${head}.${claims}.`,
      'a changed claim': `Bearer ${head}.${claims.slice(0, -4)}AAAA.${signature}`,
      expired: `Bearer ${await signAccessToken(ids, key, Date.now() - 16 * 60_000)}`,
      'not yet': `Bearer ${await signAccessToken(ids, key, Date.now() + 60_000)}`,
      'another secret': `Bearer ${await signAccessToken(ids, foreignKey, Date.now())}`,
      'another type': `Bearer ${await new SignJWT({ sid: newId() }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(newId()).setIssuer('dpf').setAudience('dpf-api').setIssuedAt().setExpirationTime('5m').sign(key)}`,
    }
    for (const [name, authorization] of Object.entries(bad)) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
      for (const path of ['/api/me', '/api/tenant']) {
        const reply = await platform.client.get(path, { ...headers, 'x-tenant-id': salon.id })
        expect(reply, name).toMatchObject(problem(401, 'kernel.notAuthenticated'))
        expect(reply.headers.get('www-authenticate'), name).toBe('Bearer realm="dpf"')
        expect(costOf(reply), name).toMatchObject(free)
      }
    }
    // Signed by us for a sign-in that is not there: only the database knows.
    const orphan = { authorization: `Bearer ${await signAccessToken(ids, key, Date.now())}`, 'x-tenant-id': salon.id }
    for (const path of ['/api/me', '/api/tenant'])
      expect(await platform.client.get(path, orphan)).toMatchObject(problem(401, 'kernel.signInEnded'))
  })
})

describe('attempts at signing in, with the real limits', () => {
  let platform: TestPlatform
  const from = (address: string) => platform.client.with({ 'x-test-address': address })

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      settings: { RATE_LIMIT_SCALE: '1', CLIENT_ADDRESS_HEADER: 'x-test-address' },
    })
  })
  afterAll(() => platform.stop())

  const expectThrottled = (reply: Reply, policy: string) => {
    expect(reply).toMatchObject(problem(429, 'kernel.tooMany'))
    expect(reply.headers.get('ratelimit-policy')).toBe(policy)
    expect(reply.headers.get('ratelimit')).toMatch(/;r=0;t=\d+$/)
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(reply.body.waitSeconds).toBe(Number(reply.headers.get('retry-after')))
  }

  it('stops the eleventh for one account, from wherever it comes, before it is looked up or hashed', async () => {
    const anna = await signUp(from('10.0.0.1'))
    const berta = await signUp(from('10.0.0.2'))
    for (let attempt = 0; attempt < 10; attempt++) {
      const reply = await from(`10.1.0.${attempt}`).post('/api/auth/login', {
        email: attempt % 2 === 0 ? anna.email : anna.email.toUpperCase(),
        password: 'not the right password',
      })
      expect(reply.status).toBe(401)
    }
    const right = { email: anna.email, password: goodPassword }
    const reply = await from('10.1.0.99').post('/api/auth/login', right)
    expectThrottled(reply, '"login";q=10;w=900')
    expect(costOf(reply)).toEqual({ gateCalls: 2, roundTrips: 0 })
    // Ten in a quarter of an hour are one in 90 seconds.
    expect(reply.body.waitSeconds).toBeLessThanOrEqual(90)
    const other = await from('10.1.0.99').post('/api/auth/login', { email: berta.email, password: goodPassword })
    expect(other.status).toBe(200)
    // Somebody who is throttled without an account sees the same.
    const nobody = { email: newEmail(), password: 'not the right password' }
    for (let attempt = 0; attempt < 10; attempt++) await from(`10.2.0.${attempt}`).post('/api/auth/login', nobody)
    expect(withoutInstance(await from('10.2.0.99').post('/api/auth/login', nobody)).body).toMatchObject({
      ...reply.body,
      instance: '',
      waitSeconds: expect.any(Number),
    })
  })

  it('stops the thirty-first from one address, whatever it tries, and nobody else', async () => {
    const anna = await signUp(from('10.0.1.1'))
    for (let attempt = 0; attempt < 30; attempt++) {
      const reply = await from('10.3.0.1').post('/api/auth/email/verify', { token: `junk ${attempt}` })
      expect(reply.status).toBe(410)
    }
    const right = { email: anna.email, password: goodPassword }
    const reply = await from('10.3.0.1').post('/api/auth/login', right)
    expectThrottled(reply, '"login";q=30;w=300')
    expect(costOf(reply)).toEqual({ gateCalls: 1, roundTrips: 0 })
    expect((await from('10.3.0.2').post('/api/auth/login', right)).status).toBe(200)
  })

  it('takes ten sign-ups an hour from one address', async () => {
    const one = from('10.4.0.1')
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await one.post('/api/auth/register', { email: 'nobody' })).status).toBe(422)
    const reply = await one.post('/api/auth/register', { email: newEmail(), password: goodPassword, name: 'Anna' })
    expectThrottled(reply, '"signup";q=10;w=3600')
    expect((await signUp(from('10.4.0.2'))).accessToken).not.toBe('')
  })

  it('mails one person at most five links an hour', async () => {
    const anna = await signUp(from('10.0.2.1'))
    const ask = (attempt: number) => from(`10.5.0.${attempt}`).post('/api/auth/password/forgot', { email: anna.email })
    for (let attempt = 0; attempt < 5; attempt++) expect((await ask(attempt)).status).toBe(202)
    expectThrottled(await ask(5), '"mail";q=5;w=3600')
  })
})
