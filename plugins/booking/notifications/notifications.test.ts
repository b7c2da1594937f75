import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, type Person, signUp, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon, type Salon } from '../testing/salon.ts'

describe('what the module tells people of', () => {
  let platform: TestPlatform
  let salon: Salon
  let ben: Person
  let bens: Client
  let cut: string
  let group: string

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await openSalon(platform.client)
    ben = await signUp(platform.client, 'Ben Berg')
    bens = await addMember(salon, ben, 'member')
    const chair = await salon.addResource({ name: 'Ben', userId: ben.id })
    const room = await salon.addResource({ name: 'Room', kind: 'room' })
    cut = (await salon.addService({ name: 'Cut', needs: [{ resources: [{ resourceId: chair }] }] })).slug
    const needs = [{ resources: [{ resourceId: room }] }]
    group = (await salon.addService({ name: 'Talk', needs, needsConfirmation: true })).slug
  })
  afterAll(() => platform.stop())

  const told = async (client: Client) => {
    await expect
      .poll(() =>
        platform.owner.query(
          `select from kernel.deliveries where subscriber = 'notices:booking' and state = 'pending'`,
        ),
      )
      .toEqual([])
    const { body } = await client.get('/api/notifications?limit=100')
    return (body.data as { kind: string; title: string; body: string; path: string }[])
      .filter(({ kind }) => kind.startsWith('booking.'))
      .map(({ kind, title, body, path }) => ({ kind, title, body, path }))
  }
  const book = async (service: string, startsAt: string, name: string) => {
    const customer = { name, email: `${name.toLowerCase()}@example.com` }
    const reply = await salon.visitor.post(salon.publicApi('bookings'), { service, startsAt, customer })
    expect(reply.status, JSON.stringify(reply.body)).toBe(201)
    const { body } = await salon.client.get(salon.api(`bookings?q=${name}`))
    return { id: body.data[0].id as string, token: reply.body.token as string }
  }

  it('whoever is booked hears of it, of the move and of the end, and nobody else does', async () => {
    const { id, token } = await book(cut, ahead(2, 10), 'Mia')
    const path = `/booking/bookings/${id}`
    const booked = { kind: 'booking.booked', title: 'Mia booked Cut', path }
    expect(await told(bens)).toEqual([
      { ...booked, body: expect.stringMatching(/^\w+day, \w+ \d+ at 10:00.AM, with Ben$/) },
    ])
    const moved = await salon.visitor.post(salon.publicApi(`manage/${token}/move`), { startsAt: ahead(2, 12) })
    expect(moved.status, JSON.stringify(moved.body)).toBe(200)
    expect((await told(bens))[0]).toEqual({
      kind: 'booking.moved',
      title: 'Mia moved Cut',
      body: expect.stringMatching(/^Now .+ at 12:00.PM, with Ben\. It was .+ at 10:00.AM\.$/),
      path,
    })
    const ended = await salon.visitor.post(salon.publicApi(`manage/${token}/cancel`), { reason: 'Ill' })
    expect(ended.status, JSON.stringify(ended.body)).toBe(200)
    expect((await told(bens))[0]).toMatchObject({
      kind: 'booking.cancelled',
      title: 'Mia cancelled Cut',
      body: expect.stringMatching(/, with Ben: Ill$/),
      path,
    })
    expect(await told(salon.client)).toEqual([])
  })

  it('a request for a room, which has no account, goes to all who can answer it', async () => {
    const { id } = await book(group, ahead(2, 10), 'Noa')
    const asked = { kind: 'booking.answer_awaited', title: 'Noa asks for Talk', path: `/booking/bookings/${id}` }
    for (const client of [bens, salon.client])
      expect((await told(client))[0]).toEqual({ ...asked, body: expect.stringMatching(/with Room\. Say yes or no\.$/) })
  })

  it('a colleague’s booking is told to who is booked, a series once, and never to who wrote it', async () => {
    const { body } = await salon.client.get(salon.api('services'))
    const serviceId = body.data.find(({ name }: { name: string }) => name === 'Cut').id
    const entry = { serviceId, customer: { name: 'Ole', email: null }, notify: false }
    const repeat = { every: 'week', count: 3 }
    const before = (await told(bens)).length
    const owners = (await told(salon.client)).length
    expect((await salon.client.post(salon.api('bookings'), { ...entry, startsAt: ahead(3, 9), repeat })).status).toBe(
      201,
    )
    expect((await bens.post(salon.api('bookings'), { ...entry, startsAt: ahead(3, 15) })).status).toBe(201)
    const all = await told(bens)
    expect(all).toHaveLength(before + 1)
    expect(all[0]).toMatchObject({
      title: 'Anna Berg booked Cut for Ole',
      body: expect.stringMatching(/, with Ben, and again after that$/),
    })
    expect(await told(salon.client)).toHaveLength(owners)
  })
})
