import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon, type Salon } from '../testing/salon.ts'
import { mailsTo, until } from '../testing/until.ts'

const customer = { name: 'Zoe', email: 'zoe@example.com' }

/** Books as a visitor, with a reminder a day before and thanks an hour after. */
async function bookWith(salon: Salon, startsAt: string) {
  const chair = await salon.addResource({ name: 'Anna' })
  const { slug } = await salon.addService({
    name: 'Shave',
    needs: [{ resources: [{ resourceId: chair }] }],
    reminders: [24 * 60],
    followUpMinutes: 60,
  })
  const reply = await salon.visitor.post(salon.publicApi('bookings'), { service: slug, startsAt, customer })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return { token: reply.body.token as string }
}

const jobsOf = (platform: TestPlatform, salon: Salon) =>
  platform.owner.query(
    `select payload ->> 'kind' as kind, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due
      from kernel.jobs where tenant_id = $1 and name = 'remind' order by due_at`,
    [salon.id],
  )

describe('messages that are planned ahead', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
  })
  afterAll(() => platform.stop())

  const comeTrue = async (salon: Salon, kind: string) => {
    await platform.owner.query(
      `update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'remind' and payload ->> 'kind' = $2`,
      [salon.id, kind],
    )
    await platform.tick()
  }
  const subjects = async (salon: Salon) =>
    (await mailsTo(salon.owner.client, customer.email)).map(({ subject }) => subject)

  it('a reminder goes out a day before and thanks an hour after, each at its time and once', async () => {
    const salon = await openSalon(platform.client)
    await bookWith(salon, ahead(3, 9))
    expect(await jobsOf(platform, salon)).toEqual([
      { kind: 'reminder', due: ahead(2, 9) },
      { kind: 'followUp', due: ahead(3, 11) },
    ])
    await until(
      () => subjects(salon),
      (all) => all.length === 1,
    )
    await platform.tick()
    expect((await subjects(salon)).filter((subject) => !subject.startsWith('Booked:'))).toEqual([])
    await comeTrue(salon, 'reminder')
    const reminded = await until(
      () => subjects(salon),
      (all) => all.length > 1,
    )
    expect(reminded.filter((subject) => subject.startsWith('Reminder: Shave on '))).toHaveLength(1)
    await comeTrue(salon, 'followUp')
    const thanked = await until(
      () => subjects(salon),
      (all) => all.length > 2,
    )
    expect(thanked.filter((subject) => subject === 'Thank you for your visit')).toHaveLength(1)
    expect(await jobsOf(platform, salon)).toEqual([])
  })

  it('they go with a booking that moves, and end with one that is cancelled', async () => {
    const salon = await openSalon(platform.client)
    const { token } = await bookWith(salon, ahead(4, 9))
    const moved = await salon.visitor.post(salon.publicApi(`manage/${token}/move`), { startsAt: ahead(5, 14) })
    expect(moved.status, JSON.stringify(moved.body)).toBe(200)
    expect(await jobsOf(platform, salon)).toEqual([
      { kind: 'reminder', due: ahead(4, 14) },
      { kind: 'followUp', due: ahead(5, 16) },
    ])
    await salon.visitor.post(salon.publicApi(`manage/${token}/cancel`), {})
    expect(await jobsOf(platform, salon)).toEqual([])
  })
})

describe('messages without anybody to carry them, and with a mail server', () => {
  let platform: TestPlatform
  let server: MailServer
  beforeAll(async () => {
    server = await startMailServer({ security: 'none' })
    platform = await startTestPlatform({
      database: 'postgres',
      settings: { MAIL: 'keep', WEBHOOK_ALLOW_PRIVATE: 'loopback' },
    })
  })
  afterAll(() => Promise.all([platform.stop(), server.stop()]))

  it('a booking is made, and the message that nobody can carry is left behind', async () => {
    const salon = await openSalon(platform.client)
    await bookWith(salon, ahead(3, 9))
    const left = () =>
      platform.owner.query(`select last_error from kernel.jobs where tenant_id = $1 and name = 'tell'`, [salon.id])
    await until(left, (jobs) => jobs.length === 0)
    expect(server.mails).toEqual([])
  })

  it('the confirmation brings the booking as a file that a calendar reads, and the cancellation takes it out', async () => {
    const salon = await openSalon(platform.client)
    const connected = await salon.client.put('/api/connectors/email', {
      enabled: true,
      settings: {
        provider: 'smtp',
        fromAddress: 'salon@example.com',
        smtp: { host: 'localhost', port: server.port, security: 'none' },
      },
    })
    expect(connected.status, JSON.stringify(connected.body)).toBe(200)
    const { token } = await bookWith(salon, ahead(3, 9))
    await until(
      async () => server.mails.length,
      (count) => count === 1,
    )
    const confirmed = calendarOf(server, 0)
    expect(confirmed).toMatchObject({ method: 'PUBLISH', summary: 'Shave, Salon Anna', status: 'CONFIRMED' })
    expect([confirmed.from, confirmed.to]).toEqual([ahead(3, 9), ahead(3, 10)])
    expect(confirmed.url).toMatch(new RegExp(`/s/${salon.slug}/booking#${token}$`))
    await salon.visitor.post(salon.publicApi(`manage/${token}/cancel`), {})
    await until(
      async () => server.mails.length,
      (count) => count === 2,
    )
    const cancelled = calendarOf(server, 1)
    expect(cancelled).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: confirmed.uid })
    expect(cancelled.sequence).toBeGreaterThan(confirmed.sequence)
  })
})

/** What a calendar program reads in the file of a mail. */
function calendarOf({ mails }: MailServer, place: number) {
  const [file] = mails[place]?.parsed.attachments.filter(({ filename }) => filename === 'booking.ics') ?? []
  if (file === undefined) throw new Error('The mail brings no calendar')
  const text = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content)
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const event = calendar.getFirstSubcomponent('vevent')
  if (event === null) throw new Error('The calendar holds no event')
  const value = (name: string) => String(event.getFirstPropertyValue(name))
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    summary: value('summary'),
    status: value('status'),
    from: value('dtstart'),
    to: value('dtend'),
    url: value('url'),
  }
}
