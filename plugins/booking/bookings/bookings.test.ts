import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from '../testing/salon.ts'

describe.each(databases)('bookings, on %s', (database) => {
  let platform: TestPlatform
  let salon: Salon
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await openSalon(platform.client)
  })
  afterAll(() => platform.stop())

  const book = (serviceId: string, startsAt: string, more: object = {}) =>
    salon.client.post(salon.api('bookings'), {
      serviceId,
      startsAt,
      customer: { name: 'Zoë', email: 'Zoe@example.com' },
      ...more,
    })
  const slotsOf = async (serviceId: string, day: string, more = '') => {
    const { body } = await salon.client.get(salon.api(`slots?serviceId=${serviceId}&from=${day}&to=${day}${more}`))
    return body.days[0].slots.map(({ startsAt }: { startsAt: string }) => startsAt.slice(11, 16))
  }

  it('a slot that is booked is gone, and whoever wants it hears of others', async () => {
    const anna = await salon.addResource()
    const { id } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
    const day = dayAhead(3)
    expect(await slotsOf(id, day)).toHaveLength(12)
    const made = await book(id, ahead(3, 10), { party: 1, staffNote: 'Likes tea' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        booking: {
          status: 'confirmed',
          startsAt: ahead(3, 10),
          durationMinutes: 60,
          customer: { name: 'Zoë', email: 'zoe@example.com', phone: null },
          resources: [{ id: anna, kind: 'person' }],
          staffNote: 'Likes tea',
        },
        series: [],
        skipped: [],
      },
    })
    expect(await slotsOf(id, day)).not.toContain('10:00')
    const refused = await book(id, ahead(3, 10))
    expect(refused).toMatchObject({ status: 409, body: { type: expect.stringContaining('booking.slotTaken') } })
    expect(refused.body.alternatives.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual(
      [9, 11, 8, 12, 13].map((hour) => ahead(3, hour)),
    )
    // Half an hour later overlaps, whoever asks and however.
    expect((await book(id, ahead(3, 10, 30), { anyTime: true })).status).toBe(409)
    expect((await book(id, ahead(3, 21), { anyTime: true })).status).toBe(201)
    expect((await book(id, ahead(3, 21))).status).toBe(409)
  })

  it('what is moved leaves its time in the same moment, and what is cancelled too', async () => {
    const anna = await salon.addResource()
    const { id } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
    const { body } = await book(id, ahead(4, 10))
    const path = salon.api(`bookings/${body.booking.id}`)
    const moved = await salon.client.post(`${path}/move`, { startsAt: ahead(4, 10, 30) })
    expect(moved).toMatchObject({ status: 200, body: { version: 2, endsAt: ahead(4, 11, 30) } })
    expect(await slotsOf(id, dayAhead(4))).toContain('09:00')
    expect(await slotsOf(id, dayAhead(4))).not.toContain('11:00')
    const stale = await salon.client.post(`${path}/move`, { startsAt: ahead(4, 15) }, { 'if-match': '"1"' })
    expect(stale.status).toBe(412)
    const gone = await salon.client.post(`${path}/cancel`, { reason: 'Ill' })
    expect(gone).toMatchObject({
      status: 200,
      body: { status: 'cancelled', cancelReason: 'Ill', resources: [{ id: anna }] },
    })
    expect(await slotsOf(id, dayAhead(4))).toHaveLength(12)
    expect((await salon.client.post(`${path}/move`, { startsAt: ahead(4, 12) })).status).toBe(409)
    expect((await salon.client.post(`${path}/cancel`, {})).status).toBe(409)
  })

  it('buffers of two bookings add up', async () => {
    const anna = await salon.addResource()
    const needs = [{ resources: [{ resourceId: anna }] }]
    const { id } = await salon.addService({ needs, slotMinutes: 5, bufferBeforeMinutes: 10, bufferAfterMinutes: 15 })
    await book(id, ahead(5, 12))
    const slots = await slotsOf(id, dayAhead(5))
    expect(slots).toContain('10:35')
    expect(slots).not.toContain('10:40')
    expect(slots).toContain('13:25')
    expect(slots).not.toContain('13:20')
  })

  it('a pool takes two of three and one of two rooms, and is full when either is', async () => {
    const people = [await salon.addResource(), await salon.addResource(), await salon.addResource()]
    const rooms = [await salon.addResource({ kind: 'room' }), await salon.addResource({ kind: 'room' })]
    const all = (ids: string[]) => ids.map((resourceId) => ({ resourceId }))
    const duo = await salon.addService({ needs: [{ count: 2, resources: all(people) }, { resources: all(rooms) }] })
    const solo = await salon.addService({
      needs: [{ resources: all(people), customerChooses: true }, { resources: all(rooms) }],
    })
    const first = await book(duo.id, ahead(6, 9))
    expect(first.body.booking.resources).toHaveLength(3)
    expect((await book(duo.id, ahead(6, 9))).status).toBe(409)
    const second = await book(solo.id, ahead(6, 9))
    expect(second.status).toBe(201)
    const taken = [...first.body.booking.resources, ...second.body.booking.resources].map(
      ({ id }: { id: string }) => id,
    )
    expect(new Set(taken).size).toBe(5)
    expect((await book(solo.id, ahead(6, 9))).status).toBe(409)
    const wanted = await book(solo.id, ahead(6, 10), { resourceIds: [people[2]] })
    expect(wanted.body.booking.resources[0].id).toBe(people[2])
    expect((await book(solo.id, ahead(6, 10), { resourceIds: [people[2]] })).status).toBe(409)
    const unknown = await book(solo.id, ahead(6, 11), { resourceIds: [first.body.booking.id] })
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/resourceIds' }] } })
  })

  it('turns go by weights', async () => {
    const [often = '', rarely = ''] = [await salon.addResource(), await salon.addResource()]
    const { id } = await salon.addService({
      needs: [{ resources: [{ resourceId: often, weight: 3 }, { resourceId: rarely }] }],
    })
    const taken: string[] = []
    for (let hour = 8; hour < 16; hour++) taken.push((await book(id, ahead(7, hour))).body.booking.resources[0].id)
    expect(taken.filter((each) => each === often)).toHaveLength(6)
  })

  it('a class has seats, and its teacher one class at a time', async () => {
    const teacher = await salon.addResource()
    const needs = [{ resources: [{ resourceId: teacher }] }]
    const yoga = await salon.addService({ needs, seats: 3, party: { min: 1, max: 3 } })
    const other = await salon.addService({ needs })
    const first = await book(yoga.id, ahead(8, 10))
    const two = await book(yoga.id, ahead(8, 10), { party: 2 })
    expect([first.status, two.status]).toEqual([201, 201])
    expect(two.body.booking.sessionId).toBe(first.body.booking.sessionId)
    expect((await book(yoga.id, ahead(8, 10))).status).toBe(409)
    expect((await book(other.id, ahead(8, 10))).status).toBe(409)
    await salon.client.post(salon.api(`bookings/${two.body.booking.id}/cancel`), {})
    const left = await salon.client.get(salon.api(`slots?serviceId=${yoga.id}&from=${dayAhead(8)}&to=${dayAhead(8)}`))
    expect(left.body.days[0].slots.find(({ startsAt }: { startsAt: string }) => startsAt === ahead(8, 10)).left).toBe(2)
    await salon.client.post(salon.api(`bookings/${first.body.booking.id}/cancel`), {})
    expect((await book(other.id, ahead(8, 10))).status).toBe(201)
  })

  it('a room for many takes guests until it is full at any moment', async () => {
    const room = await salon.addResource({ kind: 'room', capacity: 10 })
    const { id } = await salon.addService({
      durations: [60, 120],
      slotMinutes: 60,
      needs: [{ resources: [{ resourceId: room }], perGuest: true }],
      party: { min: 1, max: 10 },
    })
    expect((await book(id, ahead(9, 10), { party: 6, durationMinutes: 120 })).status).toBe(201)
    expect((await book(id, ahead(9, 11), { party: 5 })).status).toBe(409)
    expect((await book(id, ahead(9, 11), { party: 4 })).status).toBe(201)
    expect((await book(id, ahead(9, 10), { party: 4 })).status).toBe(201)
    expect(await slotsOf(id, dayAhead(9))).toEqual([
      '08:00',
      '09:00',
      '12:00',
      '13:00',
      '14:00',
      '15:00',
      '16:00',
      '17:00',
      '18:00',
      '19:00',
    ])
    expect(await slotsOf(id, dayAhead(9), '&durationMinutes=120')).not.toContain('09:00')
  })

  it('limits hold by the day, and guests by the hour', async () => {
    const people = [await salon.addResource(), await salon.addResource(), await salon.addResource()]
    const needs = [{ resources: people.map((resourceId) => ({ resourceId })) }]
    const { id } = await salon.addService({ needs, limits: { perDay: 2 } })
    await book(id, ahead(10, 9))
    await book(id, ahead(10, 9))
    expect((await book(id, ahead(10, 15))).status).toBe(409)
    expect(await slotsOf(id, dayAhead(10))).toEqual([])
    expect(await slotsOf(id, dayAhead(11))).toHaveLength(12)
    const paced = await salon.addService({ needs, durations: [30], guestsPerHour: 3, party: { min: 1, max: 3 } })
    expect((await book(paced.id, ahead(12, 9), { party: 2 })).status).toBe(201)
    expect((await book(paced.id, ahead(12, 9, 30), { party: 2 })).status).toBe(409)
    expect((await book(paced.id, ahead(12, 9, 30), { party: 1 })).status).toBe(201)
  })

  it('a series is booked whole or not at all, unless it may leave out what is taken', async () => {
    const anna = await salon.addResource()
    const { id } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
    await book(id, ahead(27, 10))
    const repeat = { every: 'week', count: 3 }
    expect((await book(id, ahead(13, 10), { repeat })).status).toBe(409)
    expect(await slotsOf(id, dayAhead(13))).toHaveLength(12)
    const made = await book(id, ahead(13, 10), { repeat: { ...repeat, skipTaken: true } })
    expect(made).toMatchObject({ status: 201, body: { skipped: [ahead(27, 10)] } })
    expect(made.body.series).toHaveLength(1)
    const { body } = await salon.client.post(salon.api(`bookings/${made.body.booking.id}/cancel`), {
      scope: 'following',
    })
    const all = await salon.client.get(salon.api(`bookings?seriesId=${body.seriesId}`))
    expect(all.body.data.map(({ status }: { status: string }) => status)).toEqual(['cancelled', 'cancelled'])
  })

  it('a retry under an Idempotency-Key is the same booking', async () => {
    const anna = await salon.addResource()
    const { id } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
    const send = () =>
      salon.client.post(
        salon.api('bookings'),
        { serviceId: id, startsAt: ahead(14, 10), customer: { name: 'Zoë' } },
        { 'idempotency-key': `retry-${database}` },
      )
    const [first, second] = [await send(), await send()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
  })

  it('a calendar has all of some days in one round trip', async () => {
    const school = await openSalon(platform.client)
    const anna = await school.addResource()
    const { id } = await school.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
    await school.client.post(school.api('days-off'), { fromDay: dayAhead(16), toDay: dayAhead(16) })
    const blocked = await school.client.post(school.api('busy-times'), {
      resourceId: anna,
      startsAt: ahead(15, 12),
      endsAt: ahead(15, 13),
      title: 'Dentist',
    })
    const made = await school.client.post(school.api('bookings'), {
      serviceId: id,
      startsAt: ahead(15, 10),
      customer: { name: 'Zoë' },
    })
    const path = school.api(`calendar?from=${dayAhead(15)}&to=${dayAhead(16)}`)
    await school.client.get(path)
    const view = await school.client.get(path)
    expect(view.headers.get('server-timing')).toMatch(/db;desc="1 round trips"/)
    expect(view.body).toMatchObject({
      timeZone: 'UTC',
      resources: [{ id: anna, open: [{ startsAt: ahead(15, 8), endsAt: ahead(15, 20) }] }],
      services: [{ id, durations: [60], resourceIds: [anna] }],
      busy: [{ id: blocked.body.id, title: 'Dentist' }],
      bookings: [{ id: made.body.booking.id }],
    })
    const slots = await school.client.get(school.api(`slots?serviceId=${id}&from=${dayAhead(15)}&to=${dayAhead(16)}`))
    expect(slots.headers.get('server-timing')).toMatch(/db;desc="1 round trips"/)
    expect(slots.body.days.map(({ slots: { length } }: { slots: unknown[] }) => length)).toEqual([10, 0])
  })
})
