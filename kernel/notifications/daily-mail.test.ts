import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
import { type MailServer, startMailServer } from '../../tools/testing/smtp.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'

describe('the mail of the day, through a connected mail server', () => {
  let platform: TestPlatform
  let server: MailServer
  let salon: Workspace
  let ben: Person
  let bens: Client

  beforeAll(async () => {
    server = await startMailServer({ security: 'none' })
    platform = await startTestPlatform({
      database: 'postgres',
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUBLIC_URL: 'https://app.example.com' },
    })
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    ben = await signUp(platform.client, 'Ben Berg')
    bens = await addMember(salon, ben, 'member')
    const connected = await salon.client.put('/api/connectors/email', {
      enabled: true,
      settings: {
        provider: 'smtp',
        fromAddress: 'hello@salon.example',
        smtp: { host: 'localhost', port: server.port, security: 'none' },
      },
    })
    expect(connected.status).toBe(200)
  })
  afterAll(async () => {
    await platform?.stop()
    await server?.stop()
  })

  const sent = () => server.mails.filter(({ recipients }) => recipients.includes(ben.email))
  const dayComes = async (title: string) => {
    await salon.client.post('/api/crm/tasks', { title, assigneeId: ben.id })
    await expect
      .poll(() =>
        platform.owner.query(
          `update kernel.notifications set digest_at = now() where user_id = $1 and title like '%' || $2 returning id`,
          [ben.id, title],
        ),
      )
      .toHaveLength(1)
    await Promise.all([platform.tick(), platform.tick(), platform.tick()])
    await expect
      .poll(() => platform.owner.query('select from kernel.notifications where digest_at <= now()'))
      .toEqual([])
  }

  it('is sent once, with the look of the workspace and a way to get it no more', async () => {
    await dayComes('Order paint')
    await expect.poll(() => sent().length).toBe(1)
    const [mail] = sent()
    expect(mail?.parsed.subject).toBe('Salon Anna: one thing since yesterday')
    expect(mail?.parsed.from?.name).toBe('Salon Anna')
    expect(mail?.parsed.html).toContain('Anna Berg gave you a task: Order paint')
    expect(mail?.parsed.html).toContain(`https://app.example.com/w/${salon.slug}/notifications`)
    expect(mail?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
    await platform.tick()
    expect(sent()).toHaveLength(1)
  })

  it('comes no more once somebody unsubscribed with one click, and the bell tells it still', async () => {
    const head = (sent()[0]?.raw ?? '').replaceAll(/\r\n[ \t]+/g, '')
    const url = new URL(/^List-Unsubscribe: <(https:[^>]+)>/m.exec(head)?.[1] ?? '')
    const clicked = await platform.client.post(`${url.pathname}${url.search}`, 'List-Unsubscribe=One-Click', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(clicked.status).toBeLessThan(300)
    await dayComes('Sweep the floor')
    await expect
      .poll(() =>
        platform.owner.query(`select state from email.messages where state <> 'sent' and recipient = $1`, [ben.email]),
      )
      .toEqual([{ state: 'suppressed' }])
    expect(sent()).toHaveLength(1)
    expect((await bens.get('/api/notifications/unread')).body.unread).toBe(2)
  })
})
