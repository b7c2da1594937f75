import { safeParse } from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toolRequest } from '#sdk'
import { addMember, type Client, type Reply, signUp, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from './testing/salon.ts'
import { tools } from './tools.ts'

type Input = Readonly<Record<string, unknown>>

/** Calls a tool as an assistant does: what its schema takes, sent to the route under the principal of the client. */
async function call(client: Client, name: keyof typeof tools, input: Input): Promise<Reply> {
  const tool = tools[name]
  expect(safeParse(tool.input, input).issues).toBeUndefined()
  const { method, path, body } = toolRequest('booking', tool, input)
  return client.send(method, path, body)
}

describe('what an assistant may do', () => {
  let platform: TestPlatform
  let salon: Salon
  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await openSalon(platform.client)
    const chair = await salon.addResource({ name: 'Anna' })
    await salon.addService({ name: 'Shave', needs: [{ resources: [{ resourceId: chair }] }] })
  })
  afterAll(() => platform.stop())

  it('finds a time, books it, finds the booking, moves it within the hours, and cancels it', async () => {
    const { client } = salon
    const services = await call(client, 'list_services', {})
    const serviceId = services.body.data[0].id as string
    const days = { serviceId, from: dayAhead(2), to: dayAhead(2) }
    const found = await call(client, 'find_slot', days)
    const startsAt = found.body.days[0].slots[0].startsAt as string
    expect(startsAt).toBe(ahead(2, 8))
    const customer = { name: 'Zoë Quill', email: 'zoe@example.com' }
    const booked = await call(client, 'book', { serviceId, startsAt, customer })
    expect(booked).toMatchObject({ status: 201, body: { booking: { status: 'confirmed', startsAt } } })
    const taken = await call(client, 'book', { serviceId, startsAt, customer })
    expect(taken).toMatchObject({ status: 409, body: { alternatives: expect.arrayContaining([expect.anything()]) } })
    const listed = await call(client, 'list_bookings', { q: 'quill', status: 'confirmed' })
    expect(listed.body.data).toHaveLength(1)
    const { id } = listed.body.data[0]
    const own = await call(client, 'find_slot', { ...days, movingId: id })
    expect(own.body.days[0].slots[0].startsAt).toBe(startsAt)
    const night = await call(client, 'reschedule', { id, startsAt: ahead(2, 3) })
    expect(night).toMatchObject({ status: 409, body: { type: expect.stringContaining('booking.slotTaken') } })
    const moved = await call(client, 'reschedule', { id, startsAt: ahead(2, 11) })
    expect(moved).toMatchObject({ status: 200, body: { startsAt: ahead(2, 11) } })
    const ended = await call(client, 'cancel', { id, reason: 'They are ill.' })
    expect(ended).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'They are ill.' } })
  })

  it('does no more than its person may', async () => {
    const viewer = await addMember(salon, await signUp(platform.client, 'Vera'), 'viewer')
    const { body } = await call(viewer, 'list_services', {})
    const serviceId = body.data[0].id as string
    const refused = await call(viewer, 'book', { serviceId, startsAt: ahead(2, 9), customer: { name: 'Ole' } })
    expect(refused.status).toBe(403)
  })
})
