import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon } from './testing/salon.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
})
afterAll(() => platform.stop())

it('who a customer is stands once in the record of a booking, and what they wrote never', async () => {
  const salon = await openSalon(platform.client)
  const chair = await salon.addResource()
  const { slug } = await salon.addService({
    needs: [{ resources: [{ resourceId: chair }] }],
    needsConfirmation: true,
    questions: [{ key: 'allergies', label: 'Allergies', kind: 'text' }],
  })
  const customer = { name: 'Zoë Quill', email: 'zoe@example.com', phone: '+49 30 1234567' }
  const form = { customer, answers: { allergies: 'Walnuts' }, note: 'With my dog' }
  const booked = await salon.visitor.post(salon.publicApi('bookings'), {
    service: slug,
    startsAt: ahead(2, 9),
    ...form,
  })
  expect(booked.status, JSON.stringify(booked.body)).toBe(201)
  const [{ id }] = (await salon.client.get(salon.api('bookings'))).body.data
  const steps = [
    await salon.client.post(salon.api(`bookings/${id}/confirm`), {}),
    await salon.client.patch(salon.api(`bookings/${id}`), { customer: { ...customer, phone: '+49 30 7654321' } }),
    await salon.visitor.post(salon.publicApi(`manage/${booked.body.token}/move`), { startsAt: ahead(2, 11) }),
    await salon.visitor.post(salon.publicApi(`manage/${booked.body.token}/cancel`), {}),
  ]
  expect(steps.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const records = await platform.owner.query(
    `select action, (data - 'about')::text as said from kernel.ledger where tenant_id = $1 and subject = $2 order by at`,
    [salon.id, `booking:${id}`],
  )
  const naming = (words: RegExp) =>
    records.flatMap(({ action, said }) => (words.test(String(said)) ? [action] : [])) as unknown[]
  expect(records.map(({ action }) => action)).toEqual(
    ['created', 'confirmed', 'updated', 'moved', 'cancelled'].map((verb) => `booking.booking.${verb}`),
  )
  expect(naming(/Quill|zoe@|1234567|7654321/)).toEqual(['booking.booking.created'])
  expect(naming(/Walnuts|dog/)).toEqual([])
})
