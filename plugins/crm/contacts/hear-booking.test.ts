import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['booking', 'crm'] })
})
afterAll(() => platform.stop())

it('whoever books becomes a contact, once, and somebody who is one stays that one', { timeout: 120_000 }, async () => {
  await salon.client.post('/api/crm/contacts', { firstName: 'Old', emails: ['Known@example.com'] })
  await salon.client.post('/api/booking/resources', { name: 'Anna' })
  const service = await salon.client.post('/api/booking/services', { name: 'Cut' })
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  const book = (hour: number, name: string, email: string) =>
    salon.client.post('/api/booking/bookings', {
      serviceId: service.body.id,
      startsAt: `${day}T${hour}:00:00Z`,
      customer: { name, email },
      anyTime: true,
      notify: false,
    })
  const statuses = [
    await book(10, 'Somebody Known', 'known@example.com'),
    await book(11, 'Zoë de Vries', 'zoe@example.com'),
  ].map(({ status }) => status)
  expect(statuses).toEqual([201, 201])
  const list = async () => (await salon.client.get('/api/crm/contacts')).body.data
  await expect.poll(async () => (await list()).length, { timeout: 100_000 }).toBe(2)
  expect(
    (await list()).map(({ firstName, lastName, emails }: Record<string, unknown>) => ({ firstName, lastName, emails })),
  ).toEqual(
    expect.arrayContaining([
      { firstName: 'Zoë de', lastName: 'Vries', emails: ['zoe@example.com'] },
      { firstName: 'Old', lastName: '', emails: ['Known@example.com'] },
    ]),
  )
})
