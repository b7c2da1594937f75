import {
  describeEmailPort,
  type EmailPortHarness,
  makeWorkspace,
  type PortMail,
  type ReceivedMail,
  startMailServer,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { connectMail, sender } from './testing/connect-mail.ts'
import { type ProviderName, providerKey, startProvider } from './testing/provider-stand-in.ts'

const name = 'Salón Anna'

describeEmailPort('a mail server', async () => {
  const { platform, salon } = await openSalon()
  let trouble: readonly [number, string] | undefined
  let refusals = 0
  const server = await startMailServer({
    security: 'none',
    refuseContent: () => {
      if (trouble !== undefined) refusals += 1
      return trouble
    },
  })
  await connectMail(salon, server)
  return {
    ...harnessOf(platform, salon),
    received: (address) =>
      server.mails
        .filter(({ recipients }) => recipients[0] === address || recipients.includes(address))
        .map(portMailOf),
    trouble: (kind) => {
      trouble = {
        none: undefined,
        busy: [451, '4.3.2 Busy'] as const,
        never: [554, '5.6.0 We never take this'] as const,
      }[kind]
    },
    refusals: () => refusals,
    stop: async () => {
      await platform.stop()
      await server.stop()
    },
  }
})

const refusalsOf: Readonly<Record<ProviderName, { readonly busy: object; readonly never: object }>> = {
  resend: {
    busy: { status: 429, body: { name: 'rate_limit_exceeded', message: 'Too many requests' } },
    never: { status: 422, body: { name: 'validation_error', message: 'Invalid to field' } },
  },
  postmark: {
    busy: { status: 503, body: '' },
    never: { status: 422, body: { ErrorCode: 300, Message: 'Invalid email request' } },
  },
  sendgrid: {
    busy: { status: 500, body: '' },
    never: { status: 400, body: { errors: [{ message: 'Does not contain a valid address.' }] } },
  },
}

for (const provider of ['resend', 'postmark', 'sendgrid'] as const)
  describeEmailPort(provider, async () => {
    const { platform, salon } = await openSalon()
    const standIn = await startProvider(provider)
    const connected = await salon.client.put('/api/connectors/email', {
      enabled: true,
      settings: { provider, fromAddress: sender, apiUrl: standIn.url },
      secrets: { api_key: providerKey },
    })
    if (connected.status !== 200) throw new Error(JSON.stringify(connected.body))
    return {
      ...harnessOf(platform, salon),
      received: (address) => standIn.mails.filter(({ to }) => to === address),
      trouble: (kind) => {
        standIn.answerWith = kind === 'none' ? undefined : (refusalsOf[provider][kind] as typeof standIn.answerWith)
      },
      refusals: standIn.refusals,
      stop: async () => {
        await platform.stop()
        await standIn.stop()
      },
    }
  })

async function openSalon(): Promise<{ platform: TestPlatform; salon: Workspace }> {
  const platform = await startTestPlatform({
    database: 'postgres',
    settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUBLIC_URL: 'https://app.example.com' },
  })
  return { platform, salon: await makeWorkspace(platform.client, { name }) }
}

function harnessOf(platform: TestPlatform, salon: Workspace) {
  return {
    sender: { address: sender, name },
    send: (message) => salon.client.post('/api/email/messages', message),
    stateOf: async (id) => (await salon.client.get(`/api/email/messages/${id}`)).body.state,
    hurry: async () => {
      await platform.owner.query(
        'update kernel.jobs set due_at = now() where leased_until is null and tenant_id = $1',
        [salon.id],
      )
      await platform.tick()
    },
  } satisfies Partial<EmailPortHarness>
}

function portMailOf({ parsed, raw }: ReceivedMail): PortMail {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]/g, ' ')
  return {
    from: parsed.from?.address ?? '',
    fromName: parsed.from?.name ?? '',
    to: parsed.to?.[0]?.address ?? '',
    toName: parsed.to?.[0]?.name ?? '',
    cc: (parsed.cc ?? []).map(({ address }) => address ?? ''),
    replyTo: parsed.replyTo?.[0]?.address,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    attachments: parsed.attachments.map(({ filename, content }) => ({
      name: filename ?? '',
      content: Buffer.from(content as ArrayBuffer).toString('base64'),
    })),
    headers: Object.fromEntries(
      head
        .split('\r\n')
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
  }
}
