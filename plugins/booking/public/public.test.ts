import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from '../testing/salon.ts'

describe.each(databases)('the public page, on %s', (database) => {
  let platform: TestPlatform
  let salon: Salon
  let anna: string
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await openSalon(platform.client)
    anna = await salon.addResource({ name: 'Anna' })
    await salon.addService({
      name: 'Haircut',
      needs: [{ resources: [{ resourceId: anna }], customerChooses: true }],
    })
  })
  afterAll(() => platform.stop())

  const get = (path: string) => salon.visitor.get(salon.publicApi(path))
  const post = (path: string, body?: object) => salon.visitor.post(salon.publicApi(path), body)
  const customer = { name: 'Zoë', email: 'zoe@example.com' }
  const startsOf = async (day: string) =>
    (await get(`services/haircut/slots?from=${day}&to=${day}`)).body.days[0].slots.map(
      ({ startsAt }: { startsAt: string }) => startsAt,
    )

  it('one request has business, service and slots, from one round trip', async () => {
    const path = `services/haircut/slots?from=${dayAhead(2)}&to=${dayAhead(2)}&timeZone=Asia/Tokyo`
    await get(path)
    await get(path)
    const { status, body, headers } = await get(path)
    expect(status).toBe(200)
    expect(headers.get('server-timing')).toMatch(/db;desc="1 round trips"/)
    expect(headers.get('cache-control')).toMatch(/^public, max-age/)
    expect(body).toMatchObject({
      business: { name: 'Salon Anna', timeZone: 'UTC' },
      service: { slug: 'haircut', choices: [{ count: 1, resources: [{ id: anna, name: 'Anna' }] }] },
      timeZone: 'Asia/Tokyo',
      emptyBecause: null,
    })
    // From 8 to 20 UTC it is 17 to 5 in Tokyo: the day there has the end of one of ours and the beginning of the next.
    expect(body.days[0].slots.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual([
      ...[15, 16, 17, 18, 19].map((hour) => ahead(1, hour)),
      ...[8, 9, 10, 11, 12, 13, 14].map((hour) => ahead(2, hour)),
    ])
  })

  it('a service that is not for everybody is not found, but for its private link', async () => {
    await salon.addService({ name: 'Inside', visibility: 'internal' })
    const secret = await salon.addService({ name: 'Secret', visibility: 'link' })
    const { body } = await salon.client.get(salon.api(`services/${secret.id}`))
    const statuses = await Promise.all(
      ['services/inside', 'services/secret', 'services/secret?key=x', `services/secret?key=${body.linkKey}`].map(
        async (path) => (await get(path)).status,
      ),
    )
    expect(statuses).toEqual([404, 404, 404, 200])
    expect((await get('page')).body.services.map(({ slug }: { slug: string }) => slug)).toEqual(['haircut'])
    const held = await post('holds', { service: 'secret', startsAt: ahead(2, 9) })
    expect(held.status).toBe(404)
  })

  it('a time that is held is nobody else’s, and becomes a booking that its customer moves and cancels', async () => {
    const held = await post('holds', { service: 'haircut', startsAt: ahead(3, 9) })
    expect(held).toMatchObject({
      status: 201,
      body: { startsAt: ahead(3, 9), token: expect.stringMatching(/^[\w-]{43}$/) },
    })
    expect(await startsOf(dayAhead(3))).not.toContain(ahead(3, 9))
    const refused = await post('holds', { service: 'haircut', startsAt: ahead(3, 9) })
    expect(refused).toMatchObject({
      status: 409,
      body: { alternatives: [{ startsAt: ahead(3, 8) }, { startsAt: ahead(3, 10) }, {}, {}, {}] },
    })
    const nameless = await post(`holds/${held.body.token}/confirm`, { customer: { name: 'Zoë' } })
    expect(nameless).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/customer/email' }] } })
    const booked = await post(`holds/${held.body.token}/confirm`, { customer, timeZone: 'Europe/Berlin' })
    expect(booked).toMatchObject({
      status: 201,
      body: {
        booking: {
          status: 'confirmed',
          startsAt: ahead(3, 9),
          timeZone: 'Europe/Berlin',
          changeableUntil: ahead(3, 9),
        },
      },
    })
    expect((await post(`holds/${held.body.token}/confirm`, { customer })).status).toBe(409)
    const manage = `manage/${booked.body.token}`
    expect((await get(`${manage}/slots?from=${dayAhead(3)}&to=${dayAhead(3)}`)).body.days[0].slots).toHaveLength(12)
    const between = await post(`${manage}/move`, { startsAt: ahead(3, 10, 20) })
    expect(between.status).toBe(409)
    const moved = await post(`${manage}/move`, { startsAt: ahead(3, 11) })
    expect(moved).toMatchObject({ status: 200, body: { startsAt: ahead(3, 11) } })
    expect(await startsOf(dayAhead(3))).toContain(ahead(3, 9))
    const cancelled = await post(`${manage}/cancel`, { reason: 'Ill' })
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', changeableUntil: null } })
    expect(await startsOf(dayAhead(3))).toHaveLength(12)
    expect((await get(`manage/${'x'.repeat(43)}`)).status).toBe(404)
    expect((await get(`manage/${held.body.token}`)).status).toBe(404)
  })

  it('a hold that ends frees its time by itself; late forms still work while nobody wanted it', async () => {
    const first = await post('holds', { service: 'haircut', startsAt: ahead(4, 9) })
    const second = await post('holds', { service: 'haircut', startsAt: ahead(4, 10) })
    await platform.owner.query(
      `with b as (update booking.bookings set held_until = now() - interval '1 second' where tenant_id = $1 and status = 'held')
        update booking.claims set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null`,
      [salon.id],
    )
    expect(await startsOf(dayAhead(4))).toEqual(expect.arrayContaining([ahead(4, 9), ahead(4, 10)]))
    const other = await post('bookings', {
      service: 'haircut',
      startsAt: ahead(4, 9),
      customer: { ...customer, name: 'Yael' },
    })
    expect(other.status).toBe(201)
    const late = await post(`holds/${first.body.token}/confirm`, { customer })
    expect(late).toMatchObject({ status: 409, body: { type: expect.stringContaining('booking.holdOver') } })
    expect((await post(`holds/${second.body.token}/confirm`, { customer })).status).toBe(201)
    expect((await post('holds', { service: 'haircut', startsAt: ahead(4, 10) })).status).toBe(409)
  })

  it('a hold that is let go of is free at once', async () => {
    const held = await post('holds', { service: 'haircut', startsAt: ahead(5, 9) })
    expect((await salon.visitor.delete(salon.publicApi(`holds/${held.body.token}`))).status).toBe(204)
    expect(await startsOf(dayAhead(5))).toContain(ahead(5, 9))
    expect((await post(`holds/${held.body.token}/confirm`, { customer })).status).toBe(409)
  })

  it('a booking that needs a yes holds its time until there is a no', async () => {
    const bert = await salon.addResource()
    const { id, slug } = await salon.addService({
      needs: [{ resources: [{ resourceId: bert }] }],
      needsConfirmation: true,
    })
    const ask = () => post('bookings', { service: slug, startsAt: ahead(6, 9), customer })
    const first = await ask()
    expect(first.body.booking.status).toBe('pending')
    expect((await ask()).status).toBe(409)
    const listed = await salon.client.get(salon.api(`bookings?serviceId=${id}&status=pending`))
    const path = salon.api(`bookings/${listed.body.data[0].id}`)
    expect((await salon.client.post(`${path}/decline`, { reason: 'Away' })).body.status).toBe('declined')
    const second = await ask()
    expect(second.status).toBe(201)
    const again = salon.api(`bookings/${second.body.booking.id}`)
    expect((await salon.client.post(`${again}/confirm`, {})).body.status).toBe('confirmed')
    expect((await salon.client.post(`${again}/confirm`, {})).status).toBe(409)
    expect((await salon.client.post(`${again}/no-show`, {})).status).toBe(409)
  })

  it('questions are answered, and notice is kept', async () => {
    const cleo = await salon.addResource()
    const { slug } = await salon.addService({
      needs: [{ resources: [{ resourceId: cleo }] }],
      minNoticeMinutes: 3 * 1440,
      changeNoticeMinutes: 30 * 1440,
      questions: [
        { key: 'hair', label: 'Your hair?', kind: 'choice', choices: ['long', 'short'], required: true },
        { key: 'wishes', label: 'Wishes?', kind: 'longText' },
      ],
    })
    const book = (startsAt: string, answers: object) => post('bookings', { service: slug, startsAt, customer, answers })
    expect((await book(ahead(8, 9), {})).body.errors).toMatchObject([{ pointer: '#/answers/hair' }])
    expect((await book(ahead(8, 9), { hair: 'blue', more: 'x' })).body.errors).toHaveLength(2)
    expect((await book(ahead(1, 9), { hair: 'long' })).status).toBe(409)
    const booked = await book(ahead(8, 9), { hair: 'long' })
    expect(booked).toMatchObject({
      status: 201,
      body: { booking: { answers: [{ key: 'hair', label: 'Your hair?', answer: 'long' }], changeableUntil: null } },
    })
    const late = await post(`manage/${booked.body.token}/cancel`, {})
    expect(late).toMatchObject({ status: 409, body: { type: expect.stringContaining('booking.tooLate') } })
  })
})
