import { createSign, generateKeyPairSync } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'
import { message, sender } from '../testing/connect-mail.ts'
import { type ProviderName, type ProviderStandIn, providerKey, startProvider } from '../testing/provider-stand-in.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const secret = `whsec_${Buffer.from('a secret of twenty-four!').toString('base64')}`
const keys: Readonly<Record<ProviderName, string>> = {
  resend: secret,
  postmark: 'password-in-the-address',
  sendgrid: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
}
type Kind = 'bounced' | 'complained' | 'delivered'

/** Each signs as the provider's documents say, by code of its own; `at` is the time that it claims. */
const signers: Readonly<Record<ProviderName, (text: string, at: Date) => Record<string, string>>> = {
  resend: (text, at) => ({
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(secret).sign('msg_1', at, text),
  }),
  postmark: () => ({ authorization: `Basic ${Buffer.from(`notices:${keys.postmark}`).toString('base64')}` }),
  sendgrid: (text, at) => {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    return {
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': createSign('sha256')
        .update(timestamp + text)
        .sign(privateKey, 'base64'),
    }
  },
}
const bodies: Readonly<Record<ProviderName, (kind: Kind, id: string, address: string) => unknown>> = {
  resend: (kind, id, address) => ({
    type: `email.${kind}`,
    data: { email_id: id, to: [address], ...(kind === 'bounced' ? { bounce: { type: 'Permanent' } } : {}) },
  }),
  postmark: (kind, id, address) => ({
    MessageID: id,
    ...{
      bounced: { RecordType: 'Bounce', Type: 'HardBounce', Email: address },
      complained: { RecordType: 'SpamComplaint', Email: address },
      delivered: { RecordType: 'Delivery', Recipient: address },
    }[kind],
  }),
  sendgrid: (kind, id, address) => [
    {
      event: { bounced: 'bounce', complained: 'spamreport', delivered: 'delivered' }[kind],
      email: address,
      sg_message_id: `${id}.filter0001`,
    },
  ],
}

describe.each(['resend', 'postmark', 'sendgrid'] as const)('notices of %s', (provider) => {
  let platform: TestPlatform
  let standIn: ProviderStandIn
  let salon: Workspace

  beforeAll(async () => {
    standIn = await startProvider(provider)
    platform = await startTestPlatform({ database: 'pglite', settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback' } })
    salon = await makeWorkspace(platform.client)
    await salon.client.put('/api/connectors/email', {
      enabled: true,
      settings: { provider, fromAddress: sender, apiUrl: standIn.url },
      secrets: { api_key: providerKey, notice_key: keys[provider] },
    })
  })
  afterAll(async () => {
    await platform.stop()
    await standIn.stop()
  })

  const sent = async (address: string) => {
    const { body } = await salon.client.post('/api/email/messages', message(address))
    await expect.poll(async () => stateOf(body.id)).toBe('sent')
    return { id: body.id as string, providerId: standIn.mails.find(({ to }) => to === address)?.id ?? '' }
  }
  const stateOf = async (id: string) => (await salon.client.get(`/api/email/messages/${id}`)).body.state
  const suppressed = async () =>
    (await salon.client.get('/api/email/suppressions')).body.data.map(
      ({ address, scope, reason }: Record<string, string>) => `${address} ${scope} ${reason}`,
    )
  const post = (text: string, headers: Record<string, string>) =>
    platform.client.post(`/api/public/${salon.slug}/email/notices`, text, {
      'content-type': 'application/json',
      ...headers,
    })
  const tell = (kind: Kind, id: string, address: string) => {
    const text = JSON.stringify(bodies[provider](kind, id, address))
    return post(text, signers[provider](text, new Date()))
  }

  it('tell that a mail was delivered, and a later one that it came back; twice changes nothing', async () => {
    const mail = await sent('came-back@example.com')
    expect((await tell('delivered', mail.providerId, 'came-back@example.com')).status).toBe(204)
    expect(await stateOf(mail.id)).toBe('delivered')
    for (let round = 0; round < 2; round++) await tell('bounced', mail.providerId, 'came-back@example.com')
    await tell('delivered', mail.providerId, 'came-back@example.com')
    expect(await stateOf(mail.id)).toBe('bounced')
    expect(await suppressed()).toContain('came-back@example.com everything bounce')
    expect((await salon.client.post('/api/email/messages', message('came-back@example.com'))).body.state).toBe(
      'suppressed',
    )
  })

  it('tell of a complaint: what the person set off still reaches them, nothing else does', async () => {
    const mail = await sent('complains@example.com')
    await tell('complained', mail.providerId, 'complains@example.com')
    expect(await stateOf(mail.id)).toBe('complained')
    expect(await suppressed()).toContain('complains@example.com optional complaint')
    const state = async (category: string) =>
      (await salon.client.post('/api/email/messages', message('complains@example.com', { category }))).body.state
    expect([await state('marketing'), await state('transactional')]).toEqual(['suppressed', 'queued'])
  })

  it('say nothing about people whom this workspace never wrote to', async () => {
    expect((await tell('bounced', 'of-another-account', 'stranger@example.com')).status).toBe(204)
    expect((await suppressed()).join()).not.toContain('stranger@example.com')
  })

  it('are taken from the provider alone', async () => {
    const mail = await sent('forged@example.com')
    const text = JSON.stringify(bodies[provider]('bounced', mail.providerId, 'forged@example.com'))
    const good = signers[provider](text, new Date())
    const spoilt = Object.fromEntries(
      Object.entries(good).map(([name, value]) => [
        name,
        /signature|authorization/.test(name) ? value.replace(/.{6}$/, 'AAAAA=') : value,
      ]),
    )
    const old = signers[provider](text, new Date(Date.now() - 10 * 60_000))
    const attempts: [string, Record<string, string>][] = [
      [text, {}],
      [text, spoilt],
      ...(provider === 'postmark' ? [] : [[text, old] as [string, Record<string, string>]]),
      ...(provider === 'postmark'
        ? []
        : [[text.replace('forged@', 'other@'), good] as [string, Record<string, string>]]),
    ]
    for (const [body, headers] of attempts) expect((await post(body, headers)).status).toBe(403)
    expect(await stateOf(mail.id)).toBe('sent')
    expect((await suppressed()).join()).not.toContain('forged@example.com')
    // The same words, signed well, are taken: what was refused above was refused for its signature.
    expect((await post(text, good)).status).toBe(204)
    expect(await stateOf(mail.id)).toBe('bounced')
  })

  it('are no server error, whatever is in them', async () => {
    for (const text of [
      '[]',
      '{}',
      '[null]',
      '{"data":{"to":[1,null]},"type":"email.bounced"}',
      '[{"event":"bounce"}]',
    ]) {
      const reply = await post(text, signers[provider](text, new Date()))
      expect({ text, status: reply.status }).toEqual({ text, status: 204 })
    }
    expect((await post('no json', signers[provider]('no json', new Date()))).status).toBe(400)
  })
})
