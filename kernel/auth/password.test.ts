import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, goodPassword, makeWorkspace, type Person, signUp } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { costOf, mailedToken, mailsTo, problem, refusedAt } from '../request/testing/replies.ts'

const ended = problem(401, 'kernel.signInEnded')
const spent = problem(410, 'kernel.tokenSpent')
const newPassword = 'a brand new saddle for the horse'

describe('sign-ins and passwords', () => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
  })
  afterAll(() => platform.stop())

  const login = (person: Person, password = goodPassword, agent = 'Phone/2') =>
    platform.client.post('/api/auth/login', { email: person.email, password }, { 'user-agent': agent })
  const as = (accessToken: string): Client => platform.client.with({ authorization: `Bearer ${accessToken}` })

  /** A person who is signed in twice, and whose tokens this isolate remembers from a moment ago. */
  async function twice() {
    const anna = await signUp(platform.client)
    const salon = await makeWorkspace(platform.client, { owner: anna })
    const phone = as((await login(anna)).body.accessToken)
    const phoneInside = phone.with({ 'x-tenant-id': salon.id })
    for (let round = 0; round < 2; round++)
      for (const [client, path] of [
        [anna.client, '/api/me'],
        [phone, '/api/me'],
        [salon.client, '/api/tenant'],
        [phoneInside, '/api/tenant'],
      ] as const)
        expect((await client.get(path)).status).toBe(200)
    return { anna, salon, phone, phoneInside }
  }

  it('are listed, and each can be ended at once by its owner alone', async () => {
    const { anna, phone, phoneInside, salon } = await twice()
    const { body } = await anna.client.get('/api/auth/sessions')
    expect(body.data).toHaveLength(2)
    expect(body.data.map(({ current, userAgent }: never) => [current, userAgent])).toEqual([
      [false, 'Phone/2'],
      [true, 'node'],
    ])
    expect(JSON.stringify(body)).not.toMatch(/dpf_refresh|hash/i)
    const [{ id: phoneId }, { id: ownId }] = body.data
    const stranger = await signUp(platform.client)
    expect(await stranger.client.delete(`/api/auth/sessions/${phoneId}`)).toMatchObject(problem(404, 'kernel.notFound'))
    expect((await phone.get('/api/me')).status).toBe(200)

    expect((await anna.client.delete(`/api/auth/sessions/${phoneId}`)).status).toBe(204)
    expect(await phoneInside.get('/api/tenant')).toMatchObject(ended)
    expect(await phone.get('/api/me')).toMatchObject(ended)
    expect((await salon.client.get('/api/tenant')).status).toBe(200)
    expect((await anna.client.get('/api/auth/sessions')).body.data).toHaveLength(1)
    expect(await anna.client.delete(`/api/auth/sessions/${phoneId}`)).toMatchObject(problem(404, 'kernel.notFound'))

    expect((await anna.client.delete(`/api/auth/sessions/${ownId}`)).status).toBe(204)
    expect(await anna.client.get('/api/auth/sessions')).toMatchObject(ended)
    expect(await salon.client.get('/api/tenant')).toMatchObject(ended)
  })

  it('change together: a new password keeps this sign-in and ends the others at once', async () => {
    const { anna, salon, phone, phoneInside } = await twice()
    const change = (currentPassword: string, password: string) =>
      anna.client.post('/api/auth/password/change', { currentPassword, newPassword: password })
    expect(await change('not the right password', newPassword)).toMatchObject(problem(401, 'kernel.wrongCredentials'))
    expect(await change(goodPassword, 'letmein12345')).toEqual(refusedAt('#/newPassword'))
    expect((await phone.get('/api/me')).status).toBe(200)

    expect((await change(goodPassword, newPassword)).status).toBe(204)
    expect(await phoneInside.get('/api/tenant')).toMatchObject(ended)
    expect(await phone.get('/api/me')).toMatchObject(ended)
    expect((await salon.client.get('/api/tenant')).status).toBe(200)
    const refreshed = await platform.client.post('/api/auth/refresh', undefined, { cookie: anna.cookie })
    expect(refreshed.status).toBe(200)
    expect(await login(anna)).toMatchObject(problem(401, 'kernel.wrongCredentials'))
    expect((await login(anna, newPassword)).status).toBe(200)
    expect(await mailsTo(platform.client, anna.email, 'password was changed')).toHaveLength(1)
  })

  it('are reset by a mailed link, once; every sign-in and every other link ends', async () => {
    const { anna, salon, phone } = await twice()
    const forget = (email: string) => platform.client.post('/api/auth/password/forgot', { email })
    const reset = (token: string, password = newPassword) =>
      platform.client.post('/api/auth/password/reset', { token, password })
    const known = await forget(anna.email.toUpperCase())
    const unknown = await forget(`nobody-${anna.email}`)
    expect([known.status, known.body]).toEqual([202, ''])
    expect([unknown.status, unknown.body]).toEqual([202, ''])
    expect(costOf(known)).toEqual(costOf(unknown))
    const first = await mailedToken(platform.client, anna.email, 'Choose a new password')
    await forget(anna.email)
    const second = await mailedToken(platform.client, anna.email, 'Choose a new password', 2)
    expect(await mailsTo(platform.client, `nobody-${anna.email}`)).toEqual([])

    expect(await reset(first, 'letmein12345')).toEqual(refusedAt('#/password'))
    expect((await salon.client.get('/api/tenant')).status).toBe(200)
    expect((await reset(first)).status).toBe(204)
    expect(await salon.client.get('/api/tenant')).toMatchObject(ended)
    expect(await anna.client.get('/api/me')).toMatchObject(ended)
    expect(await phone.get('/api/me')).toMatchObject(ended)
    expect(await platform.client.post('/api/auth/refresh', undefined, { cookie: anna.cookie })).toMatchObject(ended)
    for (const token of [first, second, 'junk']) expect(await reset(token, 'yet another saddle')).toMatchObject(spent)
    expect(await login(anna)).toMatchObject(problem(401, 'kernel.wrongCredentials'))
    expect((await login(anna, newPassword)).status).toBe(200)
  })

  it('are not reset by a link that is an hour old, or of another kind', async () => {
    const anna = await signUp(platform.client)
    const verify = await mailedToken(platform.client, anna.email, 'Confirm')
    await platform.client.post('/api/auth/password/forgot', { email: anna.email })
    const token = await mailedToken(platform.client, anna.email, 'Choose a new password')
    await platform.owner.query(
      `update kernel.mailed_tokens set expires_at = expires_at - interval '61 minutes' where user_id = $1 and purpose = 'reset-password'`,
      [anna.id],
    )
    for (const one of [token, verify, verify.replace('verify', 'reset')])
      expect(
        await platform.client.post('/api/auth/password/reset', { token: one, password: newPassword }),
      ).toMatchObject(spent)
    expect((await anna.client.get('/api/me')).status).toBe(200)
  })

  it('leave nothing to read in the database', async () => {
    const anna = await signUp(platform.client)
    const [stored] = await platform.owner.query(
      `select u.password_hash, t.hash, m.hash as mailed from kernel.users u join kernel.sessions s on s.user_id = u.id
       join kernel.refresh_tokens t on t.session_id = s.id join kernel.mailed_tokens m on m.user_id = u.id where u.id = $1`,
      [anna.id],
    )
    expect(stored?.password_hash).toMatch(/^\$scrypt\$ln=12,r=8,p=1\$/)
    expect(stored?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(stored?.mailed).toMatch(/^[0-9a-f]{64}$/)
  })
})
