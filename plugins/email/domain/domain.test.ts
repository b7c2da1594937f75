import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { connectMail } from '../testing/connect-mail.ts'
import { type NameServers, startNameServers } from '../testing/name-servers.ts'
import { type FoundRecords, judgeDomain } from './judge-domain.ts'

const selectors = ['s1']
const judge = (found: Partial<FoundRecords>, include?: string) =>
  Object.fromEntries(
    judgeDomain('salon.example', { domain: [], dmarc: [], dkim: {}, ...found }, { include, selectors }).map((check) => [
      check.id,
      check,
    ]),
  )

describe('what mail servers make of a domain', () => {
  it.each([
    [['v=spf1 include:_spf.example.net -all'], 'good'],
    [['v=spf1 include:_spf.example.net ~all'], 'good'],
    [['v=spf1 redirect=_spf.example.net'], 'good'],
    [['google-site-verification=x', 'v=spf1 mx -all'], 'good'],
    [['v=spf1 mx'], 'weak'],
    [['v=spf1 mx ?all'], 'weak'],
    [['v=spf1 +all'], 'bad'],
    [['v=spf1 mx all'], 'bad'],
    [['v=spf1 mx -all', 'v=spf1 a -all'], 'bad'],
    [['v=spf10 mx -all'], 'bad'],
    [[], 'bad'],
    [undefined, 'unknown'],
  ])('SPF %j is %s', (domain, state) => {
    expect(judge({ domain }).spf?.state).toBe(state)
  })

  it('misses the service that sends the mail', () => {
    const spf = judge({ domain: ['v=spf1 mx -all'] }, 'sendgrid.net').spf
    expect(spf).toMatchObject({ state: 'weak', todo: expect.stringContaining('include:sendgrid.net') })
    expect(judge({ domain: ['v=spf1 include:sendgrid.net -all'] }, 'sendgrid.net').spf?.state).toBe('good')
  })

  it.each([
    [{ s1: ['v=DKIM1; k=rsa; p=MIGf'] }, 'good'],
    [{ s1: ['p=MIGf'] }, 'good'],
    [{ s1: ['v=DKIM1; p='] }, 'bad'],
    [{ s1: [] }, 'bad'],
    [undefined, 'unknown'],
  ])('DKIM %j is %s', (dkim, state) => {
    expect(judge({ dkim }).dkim?.state).toBe(state)
  })

  it.each([
    [['v=DMARC1; p=reject'], 'good'],
    [['v=DMARC1;p=quarantine; pct=50'], 'good'],
    [['v=DMARC1; p=none; rua=mailto:a@salon.example'], 'weak'],
    [['v=DMARC1; sp=reject'], 'bad'],
    [['v=DMARC1x; p=reject'], 'bad'],
    [[], 'bad'],
    [undefined, 'unknown'],
  ])('DMARC %j is %s', (dmarc, state) => {
    expect(judge({ dmarc }).dmarc?.state).toBe(state)
  })

  it('says what to do wherever something is not good', () => {
    for (const check of Object.values(judge({}))) expect(check?.todo, check?.id).toMatch(/^[A-Z].{20,}/)
  })
})

describe('the check of the sending domain', () => {
  let platform: TestPlatform
  let names: NameServers
  beforeAll(async () => {
    names = await startNameServers()
    platform = await startTestPlatform({
      database: 'pglite',
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', DNS_OVER_HTTPS: names.url },
    })
  })
  afterAll(async () => {
    await platform.stop()
    await names.stop()
  })
  const open = async (settings: object = {}, smtp: object = {}) => {
    const salon = await makeWorkspace(platform.client)
    await connectMail(salon, { port: 2525 }, smtp as never, settings as never)
    return salon
  }
  const statesOf = async (salon: Awaited<ReturnType<typeof open>>) => {
    const { body } = await salon.client.get('/api/email/domain')
    return [body.domain, ...body.checks.map(({ state }: { state: string }) => state)]
  }

  it('looks the domain of the sender up, long records in pieces, and the policy of the domain above', async () => {
    names.records = {
      'TXT mail.salon.example': ['"v=spf1 mx -all"'],
      'TXT k7._domainkey.mail.salon.example': ['"v=DKIM1; k=rsa; " "p=MIGf"'],
      'TXT _dmarc.salon.example': ['"v=DMARC1; p=reject"'],
    }
    const salon = await open({ fromAddress: 'hello@mail.salon.example', dkimSelector: 'k7' })
    expect(await statesOf(salon)).toEqual(['mail.salon.example', 'good', 'good', 'good'])
    const { body } = await salon.client.get('/api/email/domain')
    expect(body.checks[1].found).toBe('v=DKIM1; k=rsa; p=MIGf')
  })

  it('does not say that records are missing when nobody answered', async () => {
    names.records = 'down'
    expect(await statesOf(await open())).toEqual(['salon-anna.example', 'unknown', 'unknown', 'unknown'])
  })

  it('asks nobody without a sender address', async () => {
    const before = names.asked.length
    const salon = await open({ fromAddress: '' })
    expect((await salon.client.get('/api/email/domain')).body).toEqual({ domain: null, checks: [] })
    expect(names.asked.length).toBe(before)
  })

  it('tells the test of a connection that nobody has such a name, and does not guess when nobody answers', async () => {
    const salon = await open({}, { host: 'smtp.salon-annna.example' })
    const trial = async () => (await salon.client.post('/api/connectors/email/test')).body.problem
    names.records = {}
    expect(await trial()).toBe(
      'There is no mail server with the name smtp.salon-annna.example. Look for a typing mistake.',
    )
    names.records = 'down'
    expect(await trial()).toMatch(/^smtp\.salon-annna\.example does not answer on port 2525\./)
  })

  it.each(['10.0.0.1', '169.254.169.254', '192.168.1.1', 'mail.internal', '[::ffff:10.0.0.1]'])(
    'connects to nothing inside the installation’s network: %s',
    async (host) => {
      const salon = await open({}, { host })
      expect((await salon.client.post('/api/connectors/email/test')).body.problem).toMatch(
        /^This address cannot be used/,
      )
    },
  )
})
