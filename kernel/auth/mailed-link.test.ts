import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, signUp } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { mailedToken, mailsTo, problem, refusedAt } from '../request/testing/replies.ts'
import { codeIn, setUpApp } from './testing/two-steps.ts'

describe.each(databases)('a mailed link to sign in, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database, entry: 'kernel/auth/testing/people-worker.ts' })
  })
  afterAll(() => platform.stop())

  const proven = async (): Promise<Person> => {
    const anna = await signUp(platform.client)
    await platform.owner.query('update kernel.users set email_verified_at = now() where id = $1', [anna.id])
    return anna
  }
  const ask = (email: string, next?: string) => platform.client.post('/api/auth/link', { email, next })
  const mailed = (person: Person, atLeast = 1) =>
    mailedToken(platform.client, person.email, 'Your link to sign in', atLeast)
  const enter = (token: string) => platform.client.post('/api/auth/link/sign-in', { token })

  it('signs in once, within a quarter of an hour', async () => {
    const anna = await proven()
    expect((await ask(anna.email, '/w/salon/crm/contacts?q=a')).status).toBe(202)
    const token = await mailed(anna)
    const [mail] = await mailsTo(platform.client, anna.email, 'Your link to sign in')
    expect(mail?.body).toContain('next=%2Fw%2Fsalon%2Fcrm%2Fcontacts%3Fq%3Da')
    expect(await enter(token)).toMatchObject({ status: 200, body: { user: { id: anna.id } } })
    expect(await enter(token)).toMatchObject(problem(410, 'kernel.tokenSpent'))

    await ask(anna.email)
    const late = await mailed(anna, 2)
    await platform.owner.query(`update kernel.mailed_tokens set expires_at = now() where purpose = 'sign-in'`)
    expect(await enter(late)).toMatchObject({ status: 410 })
    for (const junk of ['', 'junk', late.replace('signin', 'reset')]) expect((await enter(junk)).status).toBe(410)
  })

  it('still asks for the second step, and is used up by then', async () => {
    const anna = await proven()
    const { secret } = await setUpApp(anna)
    await ask(anna.email)
    const token = await mailed(anna)
    const asked = await enter(token)
    expect(asked).toMatchObject({ status: 202, body: { secondStep: { methods: ['totp', 'backupCode'] } } })
    expect(asked.headers.getSetCookie()).toEqual([])
    expect((await enter(token)).status).toBe(410)
    const step = { token: asked.body.secondStep.token, code: codeIn(secret) }
    expect((await platform.client.post('/api/auth/login/second-step', step)).status).toBe(200)
  })

  it('is answered alike for a stranger, and leads to no address but our own', async () => {
    expect((await ask(`nobody-${database}@example.com`)).status).toBe(202)
    for (const next of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', 'x'])
      expect(await ask('anna@example.com', next)).toEqual(refusedAt('#/next'))
  })

  it('goes to no address that nobody proved: its owner is asked to prove it instead', async () => {
    const anna = await signUp(platform.client)
    await ask(anna.email)
    await mailedToken(platform.client, anna.email, 'Confirm your email address', 2)
    expect(await mailsTo(platform.client, anna.email, 'Your link to sign in')).toEqual([])
  })

  it('lets one of many in who press at once', async () => {
    const anna = await proven()
    await ask(anna.email)
    const token = await mailed(anna)
    const replies = await Promise.all(Array.from({ length: 10 }, () => enter(token)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
  })

  it('and every other sign-in in a browser that was not seen before is told by mail, once', async () => {
    const anna = await signUp(platform.client)
    const told = async () => (await mailsTo(platform.client, anna.email, 'New sign-in')).length
    const login = { email: anna.email, password: anna.password }
    const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' }
    const first = await platform.client.post('/api/auth/login', login, firefox)
    expect(await told()).toBe(1)
    const [mail] = await mailsTo(platform.client, anna.email, 'New sign-in')
    expect(mail?.body).toContain('Device: Firefox on Windows')
    const cookie = first.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    expect(cookie).toMatch(/dpf_device=dpf_device_[\w-]{43}/)
    await platform.client.post('/api/auth/login', login, { ...firefox, cookie })
    expect(await told()).toBe(1)
    // A browser in which somebody else signs in is not this person's.
    const ben = await signUp(platform.client)
    await platform.client.post('/api/auth/login', { email: ben.email, password: ben.password }, { cookie })
    expect(await mailsTo(platform.client, ben.email, 'New sign-in')).toHaveLength(1)
    await platform.client.post('/api/auth/login', login, { ...firefox, cookie: 'dpf_device=dpf_device_made-up' })
    expect(await told()).toBe(2)
  })
})
