import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Person, signUp } from '../../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../../tools/testing/test-platform.ts'
import { mailsTo, problem, refusedAt } from '../../request/testing/replies.ts'
import { hashToken, newToken } from '../opaque-token.ts'
import { codeIn, cookieOf, firstStep, letProofAge, setUpApp } from '../testing/two-steps.ts'

const entry = 'kernel/auth/testing/people-worker.ts'
const second = '/api/auth/login/second-step'

describe.each(databases)('two-step sign-in, on %s', (database) => {
  let platform: TestPlatform
  const logs: string[] = []

  beforeAll(async () => {
    platform = await startTestPlatform({ database, entry, onLog: (line) => logs.push(line) })
  })
  afterAll(() => platform.stop())

  const records = async (person: Person) =>
    (await platform.owner.query('select action from kernel.ledger where tenant_id = $1 order by id', [person.id])).map(
      ({ action }) => action,
    )
  const failures = async (person: Person) =>
    (await platform.owner.query('select failures from kernel.pending_sign_ins where user_id = $1', [person.id])).map(
      (row) => row.failures,
    )

  it('asks for the code of the app after the password, and for nothing before the app has shown one', async () => {
    const anna = await signUp(platform.client)
    const begun = await anna.client.post('/api/auth/totp')
    expect(begun).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^[A-Z2-7]{32}$/) } })
    expect(begun.body.address).toContain(begun.body.secret)
    expect(begun.headers.get('cache-control')).toBe('no-store')
    const login = { email: anna.email, password: anna.password }
    expect((await platform.client.post('/api/auth/login', login)).status).toBe(200)

    const wrong = await anna.client.post('/api/auth/totp/confirm', { code: codeIn(begun.body.secret, 40) })
    expect(wrong).toMatchObject(problem(422, 'kernel.wrongCode'))
    const confirmed = await anna.client.post('/api/auth/totp/confirm', { code: codeIn(begun.body.secret, -1) })
    expect(confirmed).toMatchObject({ status: 200 })
    expect(confirmed.body.backupCodes).toHaveLength(10)
    expect((await anna.client.get('/api/auth/two-steps')).body).toEqual({
      since: expect.any(String),
      hasApp: true,
      passkeys: 0,
      backupCodesLeft: 10,
      requiredBy: [],
    })

    const asked = await platform.client.post('/api/auth/login', login)
    expect(asked).toMatchObject({ status: 202, body: { secondStep: { methods: ['totp', 'backupCode'] } } })
    expect(asked.headers.getSetCookie()).toEqual([])
    expect(JSON.stringify(asked.body)).not.toContain('accessToken')
    const { token } = asked.body.secondStep
    const done = await platform.client.post(second, { token, code: codeIn(begun.body.secret) })
    expect(done).toMatchObject({ status: 200, body: { user: { id: anna.id }, expiresIn: 900 } })
    expect(cookieOf(done, 'dpf_refresh')).toMatch(/^dpf_refresh=dpf_refresh_/)
    const me = await platform.client.get('/api/me', { authorization: `Bearer ${done.body.accessToken}` })
    expect(me.status).toBe(200)
    expect(await records(anna)).toEqual(
      expect.arrayContaining(['person.totpAdded', 'person.secondStepAsked', 'person.signedIn']),
    )
    expect(await mailsTo(platform.client, anna.email, 'Two-step sign-in was turned on with an app')).toHaveLength(1)
  })

  it('takes a code once, and none from before it', async () => {
    const anna = await signUp(platform.client)
    const { secret } = await setUpApp(anna)
    const code = codeIn(secret)
    expect((await platform.client.post(second, { token: await firstStep(platform.client, anna), code })).status).toBe(
      200,
    )
    const again = await platform.client.post(second, { token: await firstStep(platform.client, anna), code })
    expect(again).toMatchObject(problem(422, 'kernel.wrongCode'))
    expect(again).toEqual(refusedAt('#/code', expect.stringContaining('used already')))
    const before = codeIn(secret, -1)
    expect(
      await platform.client.post(second, { token: await firstStep(platform.client, anna), code: before }),
    ).toMatchObject({ status: 422 })
    const next = codeIn(secret, 1)
    expect(
      (await platform.client.post(second, { token: await firstStep(platform.client, anna), code: next })).status,
    ).toBe(200)
  })

  it('keeps the token of the first step to its client, its purpose, one use and ten minutes', async () => {
    const anna = await signUp(platform.client)
    const { secret, backupCodes } = await setUpApp(anna)
    const code = codeIn(secret)
    const token = await firstStep(platform.client, anna)
    expect(await platform.client.post(second, { token, code }, { 'user-agent': 'Another browser' })).toMatchObject(
      problem(410, 'kernel.signInOver'),
    )
    expect((await platform.client.get('/api/me', { authorization: `Bearer ${token}` })).status).toBe(401)
    for (const junk of ['', 'junk', token.replace('step', 'reset'), `${token}x`])
      expect(await platform.client.post(second, { token: junk, code })).toMatchObject({ status: 410 })
    expect((await platform.client.post(second, { token, code })).status).toBe(200)
    expect(await platform.client.post(second, { token, backupCode: backupCodes[0] })).toMatchObject({ status: 410 })

    const late = await firstStep(platform.client, anna)
    await platform.owner.query('update kernel.pending_sign_ins set expires_at = now() where user_id = $1', [anna.id])
    expect(await platform.client.post(second, { token: late, backupCode: backupCodes[0] })).toMatchObject({
      status: 410,
    })
    const changed = await firstStep(platform.client, anna)
    const newPassword = 'quite another battery staple'
    await anna.client.post('/api/auth/password/change', { currentPassword: anna.password, newPassword })
    expect(await platform.client.post(second, { token: changed, backupCode: backupCodes[0] })).toMatchObject({
      status: 410,
    })
  })

  it('ends a first step after five wrong codes, and tells the person that somebody knows their password', async () => {
    const anna = await signUp(platform.client)
    const { secret } = await setUpApp(anna)
    const token = await firstStep(platform.client, anna)
    for (let attempt = 1; attempt <= 5; attempt++) {
      const reply = await platform.client.post(second, { token, code: codeIn(secret, 100 + attempt) })
      expect(reply).toMatchObject(problem(422, 'kernel.wrongCode'))
      expect(await failures(anna)).toEqual([attempt])
    }
    expect(await platform.client.post(second, { token, code: codeIn(secret) })).toMatchObject({ status: 410 })
    expect(await mailsTo(platform.client, anna.email, 'Somebody tried to sign in')).toHaveLength(1)
  })

  it('takes each backup code once, and no old one once there are new ones', async () => {
    const anna = await signUp(platform.client)
    const { backupCodes } = await setUpApp(anna)
    const [first = '', other = ''] = backupCodes
    const use = async (backupCode: string) =>
      platform.client.post(second, { token: await firstStep(platform.client, anna), backupCode })
    expect((await use(first.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect(await use(first)).toEqual(refusedAt('#/backupCode'))
    expect((await anna.client.get('/api/auth/two-steps')).body.backupCodesLeft).toBe(9)
    expect(await mailsTo(platform.client, anna.email, 'A backup code was used (9 left)')).toHaveLength(1)
    const renewed = await anna.client.post('/api/auth/backup-codes')
    expect(renewed).toMatchObject({ status: 201 })
    expect(await use(other)).toMatchObject({ status: 422 })
    expect((await use(renewed.body.backupCodes[9])).status).toBe(200)
  })

  it('shows backup codes once, also to a retry', async () => {
    const anna = await signUp(platform.client)
    await setUpApp(anna)
    const key = { 'idempotency-key': 'new-codes-of-anna' }
    const made = await anna.client.post('/api/auth/backup-codes', undefined, key)
    const retried = await anna.client.post('/api/auth/backup-codes', undefined, key)
    expect(retried).toMatchObject({ status: 201, body: { backupCodes: null } })
    const token = await firstStep(platform.client, anna)
    expect((await platform.client.post(second, { token, backupCode: made.body.backupCodes[0] })).status).toBe(200)
  })

  it('lets a trusted browser pass without a code for 30 days, until it is forgotten or the password changes', async () => {
    const anna = await signUp(platform.client)
    const { secret, backupCodes } = await setUpApp(anna)
    const token = await firstStep(platform.client, anna)
    const done = await platform.client.post(second, { token, code: codeIn(secret), trustDevice: true })
    const attributes = done.headers.getSetCookie().find((cookie) => cookie.startsWith('dpf_trusted='))
    expect(attributes).toMatch(/Max-Age=2592000; Path=\/api\/auth; HttpOnly; SameSite=Strict/)
    const cookie = cookieOf(done, 'dpf_trusted') ?? ''
    const login = { email: anna.email, password: anna.password }
    expect((await platform.client.post('/api/auth/login', login, { cookie })).status).toBe(200)
    expect((await platform.client.post('/api/auth/login', { ...login, password: 'wrong' }, { cookie })).status).toBe(
      401,
    )
    expect((await platform.client.post('/api/auth/login', login)).status).toBe(202)
    const ben = await signUp(platform.client)
    await setUpApp(ben)
    const asBen = { email: ben.email, password: ben.password }
    expect((await platform.client.post('/api/auth/login', asBen, { cookie })).status).toBe(202)

    const { data } = (await anna.client.get('/api/auth/trusted-devices', { cookie })).body
    expect(data).toMatchObject([{ current: true, userAgent: expect.any(String) }])
    expect((await ben.client.get('/api/auth/trusted-devices')).body.data).toEqual([])
    expect((await ben.client.delete(`/api/auth/trusted-devices/${data[0].id}`)).status).toBe(404)
    expect((await anna.client.delete(`/api/auth/trusted-devices/${data[0].id}`)).status).toBe(204)
    expect((await platform.client.post('/api/auth/login', login, { cookie })).status).toBe(202)

    const again = await platform.client.post(second, {
      token: await firstStep(platform.client, anna),
      backupCode: backupCodes[0],
      trustDevice: true,
    })
    const fresh = cookieOf(again, 'dpf_trusted') ?? ''
    expect((await platform.client.post('/api/auth/login', login, { cookie: fresh })).status).toBe(200)
    const newPassword = 'quite another battery staple'
    await anna.client.post('/api/auth/password/change', { currentPassword: anna.password, newPassword })
    const changed = { email: anna.email, password: newPassword }
    expect((await platform.client.post('/api/auth/login', changed, { cookie: fresh })).status).toBe(202)
  })

  it('takes no change of it from a screen left open: eleven minutes on it wants the password, or a code', async () => {
    const anna = await signUp(platform.client)
    const { secret } = await setUpApp(anna)
    await letProofAge(platform, anna)
    const attempts = () =>
      Promise.all([
        anna.client.delete('/api/auth/totp'),
        anna.client.put('/api/auth/two-steps', { on: false }),
        anna.client.post('/api/auth/backup-codes'),
        anna.client.post('/api/auth/passkeys/options'),
      ])
    for (const reply of await attempts()) expect(reply).toMatchObject(problem(403, 'kernel.proofNeeded'))
    const wrong = await anna.client.post('/api/auth/confirm', { password: 'not the password' })
    expect(wrong).toEqual(refusedAt('#/password'))
    expect(await anna.client.post('/api/auth/confirm', {})).toEqual(refusedAt('#/password'))
    expect(await anna.client.post('/api/auth/confirm', { code: codeIn(secret, 50) })).toEqual(refusedAt('#/code'))
    expect((await anna.client.post('/api/auth/backup-codes')).status).toBe(403)
    expect((await anna.client.post('/api/auth/confirm', { code: codeIn(secret) })).status).toBe(204)
    expect((await anna.client.post('/api/auth/backup-codes')).status).toBe(201)
    await letProofAge(platform, anna)
    expect((await anna.client.post('/api/auth/confirm', { password: anna.password })).status).toBe(204)
    expect((await anna.client.delete('/api/auth/totp')).status).toBe(204)
  })

  it('counts no app of a moment ago as proof of who somebody is', async () => {
    const anna = await signUp(platform.client)
    const { secret } = (await anna.client.post('/api/auth/totp')).body
    await letProofAge(platform, anna)
    expect((await anna.client.post('/api/auth/totp/confirm', { code: codeIn(secret, -1) })).status).toBe(200)
    expect(await anna.client.post('/api/auth/backup-codes')).toMatchObject(problem(403, 'kernel.proofNeeded'))
  })

  it('ends with its app, and leaves no code and no trust behind', async () => {
    const anna = await signUp(platform.client)
    await setUpApp(anna)
    expect(await anna.client.post('/api/auth/totp')).toMatchObject(problem(409, 'kernel.twoStepsOn'))
    expect((await anna.client.delete('/api/auth/totp')).status).toBe(204)
    expect((await anna.client.delete('/api/auth/totp')).status).toBe(404)
    expect((await anna.client.get('/api/auth/two-steps')).body).toMatchObject({ since: null, backupCodesLeft: 0 })
    const login = { email: anna.email, password: anna.password }
    expect((await platform.client.post('/api/auth/login', login)).status).toBe(200)
    expect(await mailsTo(platform.client, anna.email, 'The app was removed from two-step sign-in')).toHaveLength(1)
    expect(await anna.client.put('/api/auth/two-steps', { on: true })).toMatchObject(problem(409, 'kernel.twoStepsOff'))
  })

  it('seals the secret, and puts neither it nor a code into a table or the log', async () => {
    const anna = await signUp(platform.client)
    const { secret, backupCodes } = await setUpApp(anna)
    const token = await firstStep(platform.client, anna)
    await platform.client.post(second, { token, code: codeIn(secret), trustDevice: true })
    const tables = await platform.owner.query(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'kernel'`,
    )
    const texts = await Promise.all(
      tables.map(async ({ name }) =>
        (await platform.owner.query(`select t::text as line from ${name} t`)).map(({ line }) => line),
      ),
    )
    const everything = `${texts.flat().join('\n')}\n${logs.join('\n')}`
    expect(everything).toContain(anna.email)
    for (const hidden of [secret, token, ...backupCodes, ...backupCodes.map((code) => code.replaceAll('-', ''))])
      expect(everything).not.toContain(hidden)
  })

  it('tells a stranger nothing: a wrong password is answered alike with and without it', async () => {
    const [anna, ben] = [await signUp(platform.client), await signUp(platform.client)]
    await setUpApp(anna)
    const replies = await Promise.all(
      [anna.email, ben.email, 'nobody@example.com'].map((email) =>
        platform.client.post('/api/auth/login', { email, password: 'not the password' }),
      ),
    )
    const [one, ...others] = replies.map(({ status, body, headers }) => ({
      status,
      body: { ...body, instance: '' },
      cookies: headers.getSetCookie(),
    }))
    expect(one).toMatchObject({ status: 401, cookies: [] })
    for (const other of others) expect(other).toEqual(one)
  })

  describe('when a workspace asks everybody for it', () => {
    it('keeps out who has none, says where to set it up, and lets them in from the next request on', async () => {
      const salon = await makeWorkspace(platform.client)
      const ben = await signUp(platform.client, 'Ben Adler')
      await platform.owner.query('insert into kernel.memberships (tenant_id, user_id, role) values ($1, $2, $3)', [
        salon.id,
        ben.id,
        'member',
      ])
      const inside = ben.client.with({ 'x-tenant-id': salon.id })
      expect((await inside.get('/api/tenant')).status).toBe(200)
      const rule = '/api/tenant/two-steps'
      expect(await inside.put(rule, { required: true })).toMatchObject({ status: 403 })
      expect(await salon.client.put(rule, { required: true })).toMatchObject(problem(409, 'kernel.twoStepsOff'))
      await setUpApp(salon.owner)
      const state = await salon.client.put(rule, { required: true })
      expect(state).toMatchObject({
        status: 200,
        body: { required: true, without: [{ id: ben.id, name: 'Ben Adler' }] },
      })

      const refused = await inside.get('/api/tenant')
      expect(refused).toMatchObject(
        problem(403, 'kernel.twoStepsNeeded', { setUpAt: `${platform.url}/profile?two-steps=app` }),
      )
      expect(await inside.get('/api/members')).toMatchObject({ status: 403 })
      expect((await ben.client.get('/api/me')).status).toBe(200)
      expect((await ben.client.get('/api/auth/two-steps')).body.requiredBy).toEqual([
        { slug: salon.slug, name: 'Salon Anna' },
      ])
      await setUpApp(ben)
      expect((await inside.get('/api/tenant')).status).toBe(200)
      expect((await salon.client.get(rule)).body.without).toEqual([])
      expect((await ben.client.put('/api/auth/two-steps', { on: false })).status).toBe(200)
      expect((await inside.get('/api/tenant')).status).toBe(403)
      expect((await salon.client.put(rule, { required: false })).status).toBe(200)
      expect((await inside.get('/api/tenant')).status).toBe(200)
    })

    it('asks no API key, and takes the decision from none', async () => {
      const salon = await makeWorkspace(platform.client)
      const permissions = ['tenant.read', 'tenant.secure', 'members.manage']
      const { key } = (await salon.client.post('/api/api-keys', { name: 'Till', permissions })).body
      const till = platform.client.with({ authorization: `Bearer ${key}` })
      await setUpApp(salon.owner)
      await salon.client.put('/api/tenant/two-steps', { required: true })
      expect((await till.get('/api/tenant')).status).toBe(200)
      expect(await till.put('/api/tenant/two-steps', { required: false })).toMatchObject({ status: 403 })
      expect((await till.get('/api/tenant/two-steps')).body).toMatchObject({ required: true })
    })
  })

  if (database === 'postgres') {
    /** Twenty first steps of one person; the password is hashed for one of them. */
    const firstSteps = async (person: Person) => {
      await firstStep(platform.client, person)
      const tokens = Array.from({ length: 20 }, () => newToken('step'))
      await platform.owner.query(
        `insert into kernel.pending_sign_ins (hash, user_id, first_step, address_hash, user_agent, expires_at)
          select hash, user_id, first_step, address_hash, user_agent, expires_at
          from unnest($2::text[]) as t (hash), (select user_id, first_step, address_hash, user_agent, expires_at
            from kernel.pending_sign_ins where user_id = $1 limit 1) p`,
        [person.id, await Promise.all(tokens.map(hashToken))],
      )
      return tokens
    }

    it('lets one of twenty parallel requests with one code in, with tokens of their own', async () => {
      const anna = await signUp(platform.client)
      const { secret, backupCodes } = await setUpApp(anna)
      const tokens = await firstSteps(anna)
      const code = codeIn(secret)
      const replies = await Promise.all(tokens.map((token) => platform.client.post(second, { token, code })))
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(422)])

      const others = await firstSteps(anna)
      const [backupCode] = backupCodes
      const used = await Promise.all(others.map((token) => platform.client.post(second, { token, backupCode })))
      expect(used.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(422)])
    })

    it('lets one of many parallel requests with one token in, with codes that are all good', async () => {
      const anna = await signUp(platform.client)
      const { backupCodes } = await setUpApp(anna)
      const token = await firstStep(platform.client, anna)
      const replies = await Promise.all(
        backupCodes.map((backupCode) => platform.client.post(second, { token, backupCode })),
      )
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
      expect((await anna.client.get('/api/auth/two-steps')).body.backupCodesLeft).toBe(9)
    })

    it('turns on once, however often it is asked to at a time', async () => {
      const anna = await signUp(platform.client)
      const { secret } = (await anna.client.post('/api/auth/totp')).body
      const code = codeIn(secret, -1)
      const replies = await Promise.all(
        Array.from({ length: 8 }, () => anna.client.post('/api/auth/totp/confirm', { code })),
      )
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
      expect((await anna.client.get('/api/auth/two-steps')).body.backupCodesLeft).toBe(10)
    })
  }
})

describe('guessing at the second step', () => {
  it('is stopped by a limit of the account, whatever the addresses and first steps', async () => {
    const platform = await startTestPlatform({
      database: 'pglite',
      entry,
      settings: { RATE_LIMIT_SCALE: '1', CLIENT_ADDRESS_HEADER: 'x-test-address' },
    })
    try {
      const at = (place: number) => platform.client.with({ 'x-test-address': `192.0.2.${place}` })
      const anna = await signUp(at(1))
      const { secret } = await setUpApp(anna)
      const tokens = [await firstStep(at(2), anna), await firstStep(at(3), anna), await firstStep(at(4), anna)]
      const statuses: number[] = []
      for (const [index, token] of tokens.entries())
        for (let attempt = 0; attempt < 4; attempt++)
          statuses.push((await at(index + 2).post(second, { token, code: codeIn(secret, 200 + attempt) })).status)
      expect(statuses).toEqual([...Array(10).fill(422), 429, 429])
      const last = await at(4).post(second, { token: tokens[2], code: codeIn(secret) })
      expect(last).toMatchObject(problem(429, 'kernel.tooMany'))
    } finally {
      await platform.stop()
    }
  })
})
