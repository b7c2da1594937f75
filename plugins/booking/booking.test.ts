import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'

describe.each(databases)('services and resources, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client, { modules: ['booking'] })
  })
  afterAll(() => platform.stop())

  const api = (path: string) => `/api/booking/${path}`

  it('a service takes everybody who is active by turns, unless it says whom', async () => {
    const anna = await salon.client.post(api('resources'), { name: 'Anna' })
    const gone = await salon.client.post(api('resources'), { name: 'Gone', active: false })
    const room = await salon.client.post(api('resources'), { name: 'Room 1', kind: 'room' })
    expect([anna.status, gone.status, room.status]).toEqual([201, 201, 201])
    const { status, body } = await salon.client.post(api('services'), { name: 'Haircut & Beard' })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        slug: 'haircut-beard',
        durations: [30],
        needs: [{ count: 1, resources: [{ resourceId: anna.body.id, weight: 1 }] }],
      },
    })
    const changed = await salon.client.patch(api(`services/${body.id}`), {
      durations: [60, 90],
      needs: [
        { resources: [{ resourceId: anna.body.id, weight: 3 }] },
        { title: 'Room', resources: [{ resourceId: room.body.id }] },
      ],
    })
    expect(changed.body).toMatchObject({
      version: 2,
      name: 'Haircut & Beard',
      durations: [60, 90],
      needs: [{ resources: [{ weight: 3 }] }, { title: 'Room', resources: [{ resourceId: room.body.id }] }],
    })
    expect((await salon.client.get(api('services'))).body.data).toEqual([changed.body])
  })

  it('an address is one service’s, and what it takes has to be there', async () => {
    await salon.client.post(api('services'), { name: 'Colour' })
    const again = await salon.client.post(api('services'), { name: 'Colour' })
    expect(again).toMatchObject({ status: 409, body: { type: expect.stringContaining('booking.slugTaken') } })
    const unknown = await salon.client.post(api('services'), {
      name: 'Ghost',
      needs: [{ resources: [{ resourceId: '00000000-0000-7000-8000-000000000000' }] }],
    })
    expect(unknown).toMatchObject({ status: 404, body: { type: expect.stringContaining('booking.resourceNotFound') } })
  })

  it('what cannot be is refused with the place to mend', async () => {
    const refused = await salon.client.post(api('resources'), {
      name: '',
      timeZone: 'Mars/Olympus',
      hours: {
        monday: [{ from: '17:00', to: '09:00' }],
        tuesday: [
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '13:00' },
        ],
      },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#/hours/monday/0/to',
      '#/hours/tuesday',
      '#/name',
      '#/timeZone',
    ])
  })

  it('a resource goes, and with it its place in services', async () => {
    const bert = await salon.client.post(api('resources'), { name: 'Bert' })
    const service = await salon.client.post(api('services'), {
      name: 'Massage',
      needs: [{ resources: [{ resourceId: bert.body.id }] }],
    })
    expect((await salon.client.delete(api(`resources/${bert.body.id}`))).status).toBe(204)
    const { body } = await salon.client.get(api(`services/${service.body.id}`))
    expect(body.needs[0].resources).toEqual([])
    expect((await salon.client.get(api(`resources/${bert.body.id}`))).status).toBe(404)
  })

  it('days off are listed for a resource with those that are for all', async () => {
    const cleo = await salon.client.post(api('resources'), { name: 'Cleo' })
    const all = await salon.client.post(api('days-off'), {
      fromDay: '2026-12-25',
      toDay: '2026-12-26',
      note: 'Christmas',
    })
    const own = await salon.client.post(api('days-off'), {
      resourceId: cleo.body.id,
      fromDay: '2026-12-24',
      toDay: '2026-12-24',
      spans: [{ from: '09:00', to: '12:00' }],
    })
    const listed = await salon.client.get(api(`days-off?resourceId=${cleo.body.id}&from=2026-12-01&to=2026-12-31`))
    expect(listed.body.data).toEqual([own.body, all.body])
    expect((await salon.client.delete(api(`days-off/${all.body.id}`))).status).toBe(204)
    expect((await salon.client.get(api('days-off'))).body.data).toEqual([own.body])
  })
})
