import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type MailServer,
  makeWorkspace,
  signUp,
  startMailServer,
  startTestPlatform,
  type TestPlatform,
  testCertificates,
  type Workspace,
} from '#sdk/testing'
import { connectMail, login, message, sender } from './testing/connect-mail.ts'

const securities = ['none', 'tls', 'starttls'] as const
type Security = (typeof securities)[number]
const publicUrl = 'https://app.example.com'

// On PostgreSQL, for what happens at once; notices/ and domain/ send on PGlite.
describe('mail of a workspace', () => {
  let platform: TestPlatform
  let servers: Record<Security, MailServer>
  let onMail: (() => Promise<void>) | undefined

  beforeAll(async () => {
    process.env.NODE_EXTRA_CA_CERTS = (await testCertificates()).authorityFile
    const start = (security: Security) =>
      startMailServer({
        security,
        ...(security === 'none' ? {} : { login }),
        refuseRecipient: refuseRecipient,
        refuseSender: (address) =>
          address.startsWith('stranger') ? [553, '5.7.1 Sender address rejected'] : undefined,
        onMail: () => onMail?.(),
      })
    servers = { none: await start('none'), tls: await start('tls'), starttls: await start('starttls') }
    platform = await startTestPlatform({
      database: 'postgres',
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUBLIC_URL: publicUrl },
    })
  })
  afterAll(async () => {
    await platform.stop()
    await Promise.all(Object.values(servers).map((server) => server.stop()))
  })

  const send = (salon: Workspace, given: object) => salon.client.post('/api/email/messages', given)
  const show = async (salon: Workspace, id: string) => (await salon.client.get(`/api/email/messages/${id}`)).body
  const to = (address: string, server: MailServer = servers.none) =>
    server.mails.filter(({ recipients }) => recipients.includes(address))
  const open = async (settings: Readonly<Record<string, unknown>> = {}) => {
    const salon = await makeWorkspace(platform.client, { name: 'Salon Anna' })
    await connectMail(salon, servers.none, {}, settings)
    return salon
  }
  const suppressed = async (salon: Workspace) =>
    (await salon.client.get('/api/email/suppressions')).body.data.map(
      ({ address, scope, reason }: Record<string, string>) => [address, scope, reason],
    )
  const sendAndSee = async (salon: Workspace, given: ReturnType<typeof message>, state: string) => {
    const reply = await send(salon, given)
    expect(reply.status).toBe(202)
    await expect.poll(async () => (await show(salon, reply.body.id)).state).toBe(state)
    return reply.body.id as string
  }

  it.each(securities)('arrives over %s, signed in where the server wants it', async (security) => {
    const salon = await makeWorkspace(platform.client)
    await connectMail(salon, servers[security], {
      security,
      ...(security === 'none' ? {} : { username: login.username }),
    })
    expect((await salon.client.post('/api/connectors/email/test')).body).toEqual({ ok: true, problem: null })
    const given = message(`anna-${security}@example.com`, {
      text: `.\n..\nA long line: ${'x'.repeat(3000)}\n.`,
      attachments: [
        {
          name: 'termin.ics',
          type: 'text/calendar; method=REQUEST',
          content: Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n').toString('base64'),
        },
      ],
    })
    const id = await sendAndSee(salon, given, 'sent')
    const [mail, ...more] = to(given.to, servers[security])
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      from: sender,
      secure: security !== 'none',
      user: security === 'none' ? undefined : login.username,
      parsed: { messageId: `<${id}@salon-anna.example>`, text: expect.stringContaining(given.text) },
    })
    expect(mail?.raw).toMatch(/^Content-Type: text\/calendar; method=REQUEST; charset=utf-8\r$/m)
    for (const line of mail?.raw.split('\r\n') ?? []) expect(line.length).toBeLessThan(999)
    expect(mail?.raw).toMatch(/^\p{ASCII}*$/u)
  })

  describe('the test of the connection', () => {
    const trial = async (salon: Workspace) =>
      (await salon.client.post('/api/connectors/email/test')).body.problem as string
    const tryWith = async (smtp: object, settings: object = {}, server: { port: number } = servers.none) => {
      const salon = await makeWorkspace(platform.client)
      await connectMail(salon, server, smtp as never, settings as never)
      return trial(salon)
    }

    it('says what is not filled in', async () => {
      const salon = await makeWorkspace(platform.client)
      await salon.client.put('/api/connectors/email', { enabled: true, settings: {} })
      expect(await trial(salon)).toBe('Write the sender address that your mail comes from.')
    })
    it('says that nobody answers at the port', async () => {
      const closed = await listen(() => undefined)
      const { port } = closed
      await closed.stop()
      expect(await tryWith({ port })).toBe(
        `localhost does not answer on port ${port}. Look at the port, and whether the mail server is for use from outside.`,
      )
    })
    it('says that the user name or password is wrong', async () => {
      const salon = await makeWorkspace(platform.client)
      await connectMail(salon, servers.tls, { security: 'tls', username: login.username })
      await salon.client.put('/api/connectors/email', { secrets: { password: 'wrong' } })
      const problem = await trial(salon)
      expect(problem).toMatch(
        /^localhost refuses the user name salon or its password\..*Authentication credentials invalid/,
      )
      expect(problem).not.toContain('wrong')
    })
    it('says that the server wants somebody to sign in', async () => {
      expect(await tryWith({ security: 'starttls' }, {}, servers.starttls)).toMatch(/wants a user name and a password/)
    })
    it('says that the sender address is refused', async () => {
      expect(await tryWith({}, { fromAddress: 'stranger@elsewhere.example' })).toMatch(
        /^localhost does not let you send from your sender address\. It says: Sender address rejected/,
      )
    })
    it('tells a certificate that does not fit from the wrong kind of encryption', async () => {
      expect(await tryWith({ host: '127.0.0.1', security: 'tls' }, {}, servers.tls)).toMatch(
        /^The certificate of 127\.0\.0\.1 is not one/,
      )
      expect(await tryWith({ host: '127.0.0.1', security: 'starttls' }, {}, servers.starttls)).toMatch(
        /^The certificate of 127\.0\.0\.1/,
      )
      expect(await tryWith({ security: 'tls' }, {}, servers.starttls)).toMatch(
        /does not begin with TLS on port \d+\. Choose STARTTLS/,
      )
      expect(await tryWith({ security: 'starttls' }, {}, servers.tls)).toMatch(/waits for TLS from the start/)
      expect(await tryWith({ security: 'starttls' }, {}, servers.none)).toMatch(/does not offer STARTTLS/)
    })
    it('says that it is no mail server', async () => {
      const web = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      expect(await tryWith({}, {}, web)).toBe(`What answers at localhost on port ${web.port} is no mail server.`)
      await web.stop()
    })
  })

  it('never goes without encryption where the server offers none and some was asked for', async () => {
    const salon = await makeWorkspace(platform.client)
    await connectMail(salon, servers.none, { security: 'starttls' })
    const given = message('downgrade@example.com')
    const { body } = await send(salon, given)
    await expect.poll(async () => (await show(salon, body.id)).problem).toMatch(/cannot be encrypted/)
    expect(to(given.to)).toEqual([])
  })

  it('is counted by the plan while many are sent at once, and not one more goes', async () => {
    const salon = await open()
    const replies = await Promise.all(
      Array.from({ length: 130 }, (_, index) => send(salon, message(`many-${index}@example.com`))),
    )
    expect(replies.filter(({ status }) => status === 202).length).toBe(100)
    const refused = replies.filter(({ status }) => status !== 202)
    expect(refused.length).toBe(30)
    for (const { status, body } of refused)
      expect({ status, ...body }).toMatchObject({
        status: 409,
        type: expect.stringContaining('email.dailyLimit'),
        limit: 100,
        plan: 'free',
      })
    expect((await salon.client.get('/api/email/overview')).body.today).toEqual({ used: 100, limit: 100 })
    await expect
      .poll(() => servers.none.mails.filter(({ recipients }) => recipients[0]?.startsWith('many-')).length, {
        timeout: 60_000,
      })
      .toBe(100)
  })

  it('stops for an address that does not exist, and for no other reason of a server', async () => {
    const salon = await open()
    const gone = await sendAndSee(salon, message('gone@example.com'), 'bounced')
    expect((await show(salon, gone)).problem).toMatch(/refused\. It says: No such person here \(550\)/)
    await sendAndSee(salon, message('policy@example.com'), 'failed')
    expect(await suppressed(salon)).toEqual([['gone@example.com', 'everything', 'bounce']])
    const before = servers.none.connections()
    expect((await send(salon, message('Gone@Example.com'))).body.state).toBe('suppressed')
    expect(servers.none.connections()).toBe(before)
    const records = (await salon.client.get('/api/audit')).body.data
    expect(JSON.stringify(records)).not.toMatch(/gone@|policy@/i)
  })

  it('reaches the others when one copy is refused', async () => {
    const salon = await open()
    await sendAndSee(
      salon,
      message('main@example.com', { cc: ['gone-copy@example.com', 'good-copy@example.com'] }),
      'sent',
    )
    expect(to('good-copy@example.com').length).toBe(1)
    expect(await suppressed(salon)).toEqual([['gone-copy@example.com', 'everything', 'bounce']])
  })

  it('is stopped and let through again by hand, by those who may', async () => {
    const salon = await open()
    const add = (client: Workspace['client'], body: object) => client.post('/api/email/suppressions', body)
    const added = await add(salon.client, { address: 'Anna@Example.com', note: 'On the phone' })
    expect(added).toMatchObject({
      status: 201,
      body: { address: 'Anna@Example.com', scope: 'everything', reason: 'by_hand' },
    })
    expect(await add(salon.client, { address: 'anna@example.com' })).toMatchObject({ status: 409 })
    expect(await add(salon.client, { address: 'anna' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/address' }] },
    })
    expect((await send(salon, message('anna@example.com'))).body.state).toBe('suppressed')
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect((await add(member, { address: 'ben@example.com' })).status).toBe(403)
    expect((await member.get('/api/email/messages')).status).toBe(200)
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get('/api/email/messages')).status).toBe(403)
    expect((await salon.client.delete(`/api/email/suppressions/${added.body.id}`)).status).toBe(204)
    await sendAndSee(salon, message('anna@example.com'), 'sent')
  })

  it('is another workspace’s own affair', async () => {
    const [salon, garage] = [await open(), await open()]
    const key = 'the-same-key-in-both'
    const first = await send(salon, message('one@example.com', { idempotencyKey: key }))
    const second = await send(garage, message('two@example.com', { idempotencyKey: key }))
    expect(second.body.id).not.toBe(first.body.id)
    expect((await garage.client.get(`/api/email/messages/${first.body.id}`)).status).toBe(404)
    expect((await garage.client.post(`/api/email/messages/${first.body.id}/retry`)).status).toBe(409)
    expect((await garage.client.get('/api/email/messages')).body.data.length).toBe(1)
  })

  describe('unsubscribing', () => {
    const path = (url: string) => new URL(url).pathname
    const linkIn = (address: string) => {
      const url = /<(https:[^>]+)>/.exec(to(address)[0]?.raw.replaceAll(/\r\n[ \t]/g, ' ') ?? '')?.[1] ?? ''
      expect(url).toMatch(/^https:\/\/app\.example\.com\/api\/public\//)
      return path(url)
    }

    it('with one click stops what is not transactional, and a look at the page stops nothing', async () => {
      const salon = await open()
      await sendAndSee(salon, message('click@example.com', { category: 'marketing' }), 'sent')
      const link = linkIn('click@example.com')
      const page = await platform.client.get(link)
      expect(page).toMatchObject({
        status: 200,
        body: expect.stringContaining('Do you want no more of news and notifications from Salon Anna?'),
      })
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(await suppressed(salon)).toEqual([])
      const clicked = await platform.client.post(link, 'List-Unsubscribe=One-Click', {
        'content-type': 'application/x-www-form-urlencoded',
      })
      expect(clicked).toMatchObject({ status: 200, body: expect.stringContaining('You are unsubscribed') })
      await platform.client.post(link, 'List-Unsubscribe=One-Click', {
        'content-type': 'application/x-www-form-urlencoded',
      })
      expect(await suppressed(salon)).toEqual([['click@example.com', 'optional', 'unsubscribed']])
      for (const category of ['marketing', 'notification'])
        expect((await send(salon, message('click@example.com', { category }))).body.state).toBe('suppressed')
      await sendAndSee(salon, message('click@example.com'), 'sent')
      await platform.client.post(link, 'undo=yes', { 'content-type': 'application/x-www-form-urlencoded' })
      expect(await suppressed(salon)).toEqual([])
    })

    it('from a list leaves the others alone', async () => {
      const salon = await open()
      const news = { category: 'marketing', listUnsubscribe: 'the newsletter' }
      await sendAndSee(salon, message('list@example.com', news), 'sent')
      await platform.client.post(linkIn('list@example.com'))
      expect((await send(salon, message('list@example.com', news))).body.state).toBe('suppressed')
      expect((await send(salon, message('list@example.com', { category: 'notification' }))).body.state).toBe('queued')
    })

    it('takes no token but its own, and of its own workspace', async () => {
      const [salon, garage] = [await open(), await open()]
      await sendAndSee(salon, message('token@example.com', { category: 'marketing' }), 'sent')
      const link = linkIn('token@example.com')
      const last = link.at(-1) ?? ''
      const id = /unsubscribe\/([0-9a-f-]{36})/.exec(link)?.[1] ?? ''
      for (const bad of [
        `${link.slice(0, -1)}${last === 'A' ? 'E' : 'A'}`,
        link.replace(id, '00000000-0000-7000-8000-000000000000'),
        link.replace(/\..*$/, ''),
        link.replace(salon.slug, garage.slug),
        `/api/public/${salon.slug}/email/unsubscribe/x`,
      ])
        expect({ bad, status: (await platform.client.post(bad)).status }).toEqual({ bad, status: 404 })
      expect(await suppressed(salon)).toEqual([])
    })
  })

  it('that waits is held back when the person unsubscribes meanwhile', async () => {
    const salon = await open()
    const { body } = await send(salon, message('full@example.com', { category: 'marketing' }))
    await expect.poll(async () => (await show(salon, body.id)).problem).toMatch(/mailbox is full/)
    await salon.client.post('/api/email/suppressions', { address: 'full@example.com', scope: 'optional' })
    expect((await salon.client.post(`/api/email/messages/${body.id}/retry`)).status).toBe(204)
    await expect.poll(async () => (await show(salon, body.id)).state).toBe('suppressed')
    expect((await salon.client.post(`/api/email/messages/${body.id}/retry`)).status).toBe(409)
  })

  it('comes again under the same Message-ID when the Worker died before it noted that it was sent', async () => {
    const salon = await open()
    const given = message('twice@example.com')
    const id = await sendAndSee(salon, given, 'sent')
    // As a Worker leaves it that died between the server's yes and the note of it.
    await platform.owner.query(`update email.messages set state = 'queued', html = '<p>x</p>' where id = $1`, [id])
    await platform.owner.query(
      `insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id, leased_until, attempts)
       values ($1, gen_random_uuid(), 'email', 'deliver', $2, now(), 'system', 'a-dead-worker', now() - interval '1 second', 1)`,
      [salon.id, JSON.stringify({ messageId: id })],
    )
    await platform.tick()
    await expect
      .poll(() => to(given.to).map(({ parsed }) => parsed.messageId))
      .toEqual([`<${id}@salon-anna.example>`, `<${id}@salon-anna.example>`])
    await expect.poll(async () => (await show(salon, id)).state).toBe('sent')
  })

  it('is in the timeline of what it is about, without anybody’s address', async () => {
    const salon = await open()
    const contact = 'contact:018f0000-0000-7000-8000-000000000001'
    await sendAndSee(salon, message('about@example.com', { about: [contact] }), 'sent')
    const { body } = await salon.client.get(`/api/timeline?subject=${contact}`)
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
      'email.message.sent',
      'email.message.queued',
    ])
    expect(JSON.stringify(body)).not.toContain('about@example.com')
  })

  it('keeps neither HTML nor files once it is sent, and the text for 30 days', async () => {
    const salon = await open()
    const id = await sendAndSee(
      salon,
      message('kept@example.com', { attachments: [{ name: 'a.txt', type: 'text/plain', content: 'QQ==' }] }),
      'sent',
    )
    const stored = async () =>
      (await platform.owner.query('select body, html, attachments from email.messages where id = $1', [id]))[0]
    expect(await stored()).toMatchObject({ html: null, attachments: [] })
    await platform.owner.query(`update email.messages set created_at = now() - interval '31 days' where id = $1`, [id])
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'tidy'`, [
      salon.id,
    ])
    await platform.tick()
    await expect.poll(async () => (await stored())?.body).toBe('')
  })

  it('says of what still waited when mail was disconnected that it was not sent', async () => {
    const salon = await open()
    const id = await sendAndSee(salon, message('full@example.com'), 'queued')
    const run = async (name: string) => {
      await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and name = $2`, [
        salon.id,
        name,
      ])
      await platform.tick()
    }
    const jobs = () =>
      platform.owner.query(`select from kernel.jobs where tenant_id = $1 and name = 'deliver'`, [salon.id])
    await expect.poll(async () => (await show(salon, id)).attempts).toBe(1)
    expect((await salon.client.put('/api/connectors/email', { enabled: false })).status).toBe(200)
    await run('deliver')
    await expect.poll(jobs).toEqual([])
    expect((await salon.client.put('/api/connectors/email', { enabled: true })).status).toBe(200)
    await run('tidy')
    await platform.owner.query(`update email.messages set created_at = now() - interval '5 days' where id = $1`, [id])
    await run('tidy')
    await expect
      .poll(() => show(salon, id))
      .toMatchObject({
        state: 'failed',
        problem: 'It waited for three days and was not sent',
      })
  })
})

function refuseRecipient(address: string): readonly [number, string] | undefined {
  if (address.startsWith('gone')) return [550, '5.1.1 No such person here']
  if (address.startsWith('policy')) return [550, '5.7.1 We do not like you']
  return address.startsWith('full') ? [452, '4.2.2 The mailbox is full'] : undefined
}

/** A server that does something to each who connects. */
async function listen(act: (socket: import('node:net').Socket) => void) {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    act(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
