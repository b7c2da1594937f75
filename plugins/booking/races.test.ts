import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Reply, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon, type Salon } from './testing/salon.ts'

/** What happens at the same moment: only PostgreSQL has more than one connection to race on. */
let platform: TestPlatform
let salon: Salon
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'postgres' })
  salon = await openSalon(platform.client)
})
afterAll(() => platform.stop())

const clients = 100
const customer = { name: 'Zoë', email: 'zoe@example.com' }

/** Sends as many as there are clients at once; answers how many got each status, and a refusal. */
async function rush(send: (place: number) => Promise<Reply>) {
  const replies = await Promise.all(Array.from({ length: clients }, (_, place) => send(place)))
  const counts: Record<number, number> = {}
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1
  return { counts, refused: replies.find(({ status }) => status === 409)?.body }
}

const all = (ids: string[]) => ids.map((resourceId) => ({ resourceId }))
const post = (path: string, body: object) => salon.visitor.post(salon.publicApi(path), body)
const book = (service: string, startsAt: string, more: object = {}) =>
  post('bookings', { service, startsAt, customer, ...more })

/** Pairs of bookings that have one resource at one time and are not in one class. */
async function overlaps(): Promise<number> {
  const [row] = await platform.owner.query(
    `select count(*)::int as count from booking.claims a join booking.claims b on a.tenant_id = b.tenant_id
      and a.resource_id = b.resource_id and a.booking_id < b.booking_id and a.during && b.during and a.session_id <> b.session_id
      where a.active and b.active and a.capacity = 1 and a.tenant_id = $1`,
    [salon.id],
  )
  return Number(row?.count)
}

describe('a hundred at once', { timeout: 120_000 }, () => {
  it('get one booking of one slot, and the others times near it', async () => {
    const { slug } = await salon.addService({ needs: [{ resources: all([await salon.addResource()]) }] })
    const { counts, refused } = await rush(() => book(slug, ahead(2, 12)))
    expect(counts).toEqual({ 201: 1, 409: clients - 1 })
    expect(refused).toMatchObject({ type: expect.stringContaining('booking.slotTaken') })
    expect(refused.alternatives).toHaveLength(5)
  })

  it('get as many as a pool has room for', async () => {
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => salon.addResource()))
    const rooms = await Promise.all([1, 2].map(() => salon.addResource({ kind: 'room' })))
    const { slug } = await salon.addService({
      needs: [{ count: 2, resources: all(people) }, { resources: all(rooms) }],
    })
    expect((await rush(() => book(slug, ahead(2, 12)))).counts).toEqual({ 201: 2, 409: clients - 2 })
    const solo = await salon.addService({ needs: [{ resources: all(people) }] })
    expect((await rush(() => book(solo.slug, ahead(2, 12)))).counts).toEqual({ 201: 1, 409: clients - 1 })
    expect((await rush(() => book(solo.slug, ahead(2, 15)))).counts).toEqual({ 201: 5, 409: clients - 5 })
  })

  it('get the seats of a class, and no more', async () => {
    const { slug } = await salon.addService({
      needs: [{ resources: all([await salon.addResource()]) }],
      seats: 12,
      party: { min: 1, max: 3 },
    })
    const { counts } = await rush(() => book(slug, ahead(2, 12), { party: 2 }))
    expect(counts).toEqual({ 201: 6, 409: clients - 6 })
  })

  it('get what a room for many holds at any moment', async () => {
    const room = await salon.addResource({ kind: 'room', capacity: 10 })
    const { slug } = await salon.addService({
      durations: [60],
      slotMinutes: 30,
      needs: [{ resources: all([room]), perGuest: true }],
      party: { min: 1, max: 4 },
    })
    const { counts } = await rush((place) => book(slug, ahead(2, 12, place % 2 === 0 ? 0 : 30), { party: 2 }))
    expect(counts).toEqual({ 201: 5, 409: clients - 5 })
  })

  it('get one request that waits for a yes, and one hold', async () => {
    const asked = await salon.addService({
      needs: [{ resources: all([await salon.addResource()]) }],
      needsConfirmation: true,
    })
    expect((await rush(() => book(asked.slug, ahead(2, 12)))).counts).toEqual({ 201: 1, 409: clients - 1 })
    const { slug } = await salon.addService({ needs: [{ resources: all([await salon.addResource()]) }] })
    const hold = () => post('holds', { service: slug, startsAt: ahead(2, 12) })
    expect((await rush(hold)).counts).toEqual({ 201: 1, 409: clients - 1 })
    await platform.owner.query(
      `update booking.claims set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null`,
      [salon.id],
    )
    await platform.owner.query(
      `update booking.bookings set held_until = now() - interval '1 second' where tenant_id = $1 and status = 'held'`,
      [salon.id],
    )
    expect((await rush(hold)).counts).toEqual({ 201: 1, 409: clients - 1 })
  })

  it('keep to a limit of the day', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => salon.addResource()))
    const { slug } = await salon.addService({ needs: [{ resources: all(people) }], limits: { perDay: 3 } })
    const { counts } = await rush((place) => book(slug, ahead(3, 9 + (place % 10))))
    expect(counts).toEqual({ 201: 3, 409: clients - 3 })
  })

  it('move to one slot: one of them does', async () => {
    const { id } = await salon.addService({ needs: [{ resources: all([await salon.addResource()]) }] })
    const ids = await Promise.all(
      Array.from({ length: 10 }, async (_, place) => {
        const made = await salon.client.post(salon.api('bookings'), {
          serviceId: id,
          startsAt: ahead(4, 8 + place),
          customer,
        })
        return made.body.booking.id as string
      }),
    )
    const { counts } = await rush((place) =>
      salon.client.post(salon.api(`bookings/${ids[place % 10]}/move`), { startsAt: ahead(4, 18) }),
    )
    // Whoever got there may be moved there again.
    expect(counts[200]).toBeGreaterThanOrEqual(1)
    expect((counts[200] ?? 0) + (counts[409] ?? 0)).toBe(clients)
    const listed = await salon.client.get(salon.api(`bookings?serviceId=${id}&from=${ahead(4, 18)}&to=${ahead(4, 19)}`))
    expect(listed.body.data).toHaveLength(1)
  })

  it('and nobody has two bookings at one time', async () => {
    expect(await overlaps()).toBe(0)
  })
})
