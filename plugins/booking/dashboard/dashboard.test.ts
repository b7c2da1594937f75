import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from '../testing/salon.ts'

describe.each(databases)('the figures of a business, on %s', (database) => {
  let platform: TestPlatform
  let salon: Salon
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await openSalon(platform.client)
  })
  afterAll(() => platform.stop())

  it('count what was booked, missed and cancelled, what it brought, and how full the days were', async () => {
    const anna = await salon.addResource({ name: 'Anna' })
    const needs = [{ resources: [{ resourceId: anna }] }]
    const { id } = await salon.addService({ name: 'Cut', needs, price: { amount: 4000, currency: 'EUR' } })
    const book = async (hour: number) => {
      const customer = { name: 'Zoë' }
      const made = await salon.client.post(salon.api('bookings'), { serviceId: id, startsAt: ahead(2, hour), customer })
      return made.body.booking.id as string
    }
    const [missed, , gone] = [await book(8), await book(10), await book(12)]
    await salon.client.post(salon.api(`bookings/${gone}/cancel`), {})
    // As if the day had been yesterday.
    await platform.owner.query(
      `update booking.bookings set starts_at = starts_at - interval '3 days', ends_at = ends_at - interval '3 days',
        created_at = created_at - interval '5 days' where tenant_id = $1`,
      [salon.id],
    )
    await salon.client.post(salon.api(`bookings/${missed}/no-show`), {})
    const path = salon.api(`dashboard?from=${dayAhead(-1)}&to=${dayAhead(-1)}`)
    await salon.client.get(path)
    const { body, headers } = await salon.client.get(path)
    expect(headers.get('server-timing')).toMatch(/db;desc="1 round trips"/)
    expect(body).toMatchObject({
      timeZone: 'UTC',
      bookings: 2,
      guests: 2,
      revenue: [{ amount: 4000, currency: 'EUR' }],
      cancelled: 1,
      noShows: 1,
      noShowRate: 0.5,
      pending: 0,
      utilisation: 0.167,
      byDay: [{ day: dayAhead(-1), bookings: 2, cancelled: 1, noShows: 1 }],
      byService: [{ serviceId: id, name: 'Cut', bookings: 2 }],
      byResource: [{ resourceId: anna, bookings: 2, bookedHours: 2, openHours: 12, utilisation: 0.167 }],
    })
    expect(body.leadDays).toBeGreaterThan(3)
    expect((await salon.client.get(salon.api('dashboard'))).body.byDay).toHaveLength(30)
  })
})
