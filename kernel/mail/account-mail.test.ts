import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, signUp } from '../../tools/testing/client.ts'
import { type MailServer, startMailServer } from '../../tools/testing/smtp.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { newId } from '../sdk/new-id.ts'

describe.each(databases)('account mail, on %s', (database) => {
  let platform: TestPlatform
  let server: MailServer
  let trouble: readonly [number, string] | undefined
  let refused = 0

  beforeAll(async () => {
    server = await startMailServer({
      security: 'none',
      login: { username: 'platform', password: 'p@ss:word/with?signs' },
      refuseRecipient: (address) => (address.startsWith('nobody') ? [550, '5.1.1 No such person'] : undefined),
      refuseContent: () => {
        if (trouble !== undefined) refused += 1
        return trouble
      },
    })
    platform = await startTestPlatform({
      database,
      settings: {
        SMTP_URL: `smtp://platform:${encodeURIComponent('p@ss:word/with?signs')}@localhost:${server.port}`,
        MAIL_FROM: 'Example Platform <no-reply@example.com>',
        PUBLIC_URL: 'https://app.example.com',
      },
    })
  })
  afterAll(async () => {
    await platform.stop()
    await server.stop()
  })

  const to = (address: string) => server.mails.filter(({ recipients }) => recipients.includes(address))
  const stored = async (address: string) =>
    (await platform.owner.query('select * from kernel.outgoing_mail where recipient = $1', [address]))[0]
  const makeDue = (address: string) =>
    platform.owner.query(
      `update kernel.outgoing_mail set due_at = now(), leased_until = null where recipient = $1 and state = 'waiting'`,
      [address],
    )

  it('goes out at once through the installation’s own mail server, and reads as it was written', async () => {
    const anna = await signUp(platform.client, 'Änna <b>Berg</b>')
    await expect.poll(() => to(anna.email).length).toBe(1)
    const [mail] = to(anna.email)
    expect(mail).toMatchObject({ from: 'no-reply@example.com', user: 'platform' })
    expect(mail?.parsed).toMatchObject({
      subject: 'Confirm your email address',
      from: { name: 'Example Platform', address: 'no-reply@example.com' },
      to: [{ address: anna.email }],
    })
    expect(mail?.parsed.text).toContain('Hello Änna <b>Berg</b>,')
    expect(mail?.parsed.text).toMatch(/\nhttps:\/\/app\.example\.com\/verify-email\?token=[\w-]+\n/)
    expect(mail?.parsed.html).toContain('Änna &lt;b&gt;Berg&lt;/b&gt;')
    expect(mail?.parsed.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    )
    await expect.poll(() => stored(anna.email)).toMatchObject({ state: 'sent', body: '', html: null, attempts: 1 })
  })

  it('is not shown to everybody where it is sent', async () => {
    expect((await platform.client.get('/mail')).status).toBe(404)
  })

  it('waits for a mail server that cannot take it, and is the same mail when it can', async () => {
    trouble = [451, '4.3.0 Try again later']
    const before = refused
    const anna = await signUp(platform.client)
    await expect.poll(() => refused).toBe(before + 1)
    await expect.poll(() => stored(anna.email)).toMatchObject({ state: 'waiting', last_error: 'Try again later' })
    trouble = undefined
    expect(to(anna.email)).toEqual([])
    await makeDue(anna.email)
    await platform.tick()
    await expect.poll(() => to(anna.email).length).toBe(1)
    await expect.poll(() => stored(anna.email)).toMatchObject({ state: 'sent', attempts: 2, last_error: null })
  })

  it('is found by the clock when the Worker died before it was announced', async () => {
    const id = newId()
    await platform.owner.query(
      `insert into kernel.outgoing_mail (id, recipient, subject, body) values ($1, 'lost@example.com', 'Lost', 'And found')`,
      [id],
    )
    await platform.tick()
    await expect.poll(() => to('lost@example.com').length).toBe(1)
    expect(to('lost@example.com')[0]?.parsed.messageId).toBe(`<${id}@example.com>`)
  })

  it('that was sent by a Worker which died before it said so comes once more under the same Message-ID', async () => {
    const id = newId()
    await platform.owner.query(
      `insert into kernel.outgoing_mail (id, recipient, subject, body, attempts, leased_until)
       values ($1, 'twice@example.com', 'Once or twice', 'Text', 1, now() + interval '1 minute')`,
      [id],
    )
    await platform.tick()
    expect(to('twice@example.com')).toEqual([])
    await makeDue('twice@example.com')
    await platform.tick()
    await expect
      .poll(() => to('twice@example.com').map(({ parsed }) => parsed.messageId))
      .toEqual([`<${id}@example.com>`])
  })

  it('to an address that does not exist is given up', async () => {
    const salon = await makeWorkspace(platform.client)
    expect((await salon.client.post('/api/invitations', { email: 'nobody@example.com', role: 'member' })).status).toBe(
      201,
    )
    await expect
      .poll(() => stored('nobody@example.com'))
      .toMatchObject({ state: 'failed', last_error: 'No such person', body: '' })
  })

  it('takes no header field from a name', async () => {
    const salon = await makeWorkspace(platform.client)
    // Past every check of the API, as a name from before the checks would be.
    await platform.owner.query('update kernel.tenants set name = $2 where id = $1', [
      salon.id,
      'Salon\r\nBcc: spy@example.com',
    ])
    expect((await salon.client.post('/api/invitations', { email: 'guest@example.com', role: 'member' })).status).toBe(
      201,
    )
    await expect.poll(() => to('guest@example.com').length).toBe(1)
    const [mail] = to('guest@example.com')
    expect(mail?.recipients).toEqual(['guest@example.com'])
    expect(mail?.parsed.bcc ?? []).toEqual([])
  })

  it('that waited for three days is given up', async () => {
    await platform.owner.query(
      `insert into kernel.outgoing_mail (id, recipient, subject, body, created_at, due_at)
       values ($1, 'late@example.com', 'Late', 'A link', now() - interval '73 hours', now() + interval '1 hour')`,
      [newId()],
    )
    await platform.tick()
    await expect.poll(() => stored('late@example.com')).toMatchObject({ state: 'failed', body: '' })
  })
})
