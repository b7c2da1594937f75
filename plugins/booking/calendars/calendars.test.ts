import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from '../testing/salon.ts'

let platform: TestPlatform
let salon: Salon
let elsewhere: Server
let text = ''
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite', settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback' } })
  salon = await openSalon(platform.client)
  elsewhere = createServer((request, response) => {
    if (request.url === '/away.ics') response.writeHead(302, { location: 'http://10.0.0.1/calendar.ics' }).end()
    else response.writeHead(200, { 'content-type': 'text/calendar' }).end(text)
  })
  await new Promise<void>((resolve) => {
    elsewhere.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(async () => {
  elsewhere.close()
  await platform.stop()
})

const compact = (moment: string) => moment.replaceAll(/[-:]/g, '')
const url = (path: string) => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/${path}`

it('a calendar elsewhere blocks its resource, for the services that mind it', async () => {
  const anna = await salon.addResource()
  text = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:1',
    `DTSTART:${compact(ahead(2, 10))}`,
    `DTEND:${compact(ahead(2, 11))}`,
    'SUMMARY:Dentist',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  const made = await salon.client.post(salon.api('calendars'), { resourceId: anna, name: 'Own', url: url('own.ics') })
  expect(made).toMatchObject({ status: 201, body: { state: 'new', host: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } })
  expect(JSON.stringify(made.body)).not.toContain('own.ics')
  const fetched = await salon.client.post(salon.api(`calendars/${made.body.id}/fetch`), {})
  expect(fetched.body).toMatchObject({ state: 'working', problem: null, events: 1 })
  const needs = [{ resources: [{ resourceId: anna }] }]
  const minds = await salon.addService({ needs })
  const ignores = await salon.addService({ needs, calendarIds: [] })
  const startsOf = async (id: string) => {
    const { body } = await salon.client.get(salon.api(`slots?serviceId=${id}&from=${dayAhead(2)}&to=${dayAhead(2)}`))
    return body.days[0].slots.map(({ startsAt }: { startsAt: string }) => startsAt)
  }
  expect(await startsOf(minds.id)).not.toContain(ahead(2, 10))
  expect(await startsOf(ignores.id)).toContain(ahead(2, 10))
  text = '<html>Sign in</html>'
  const failed = await salon.client.post(salon.api(`calendars/${made.body.id}/fetch`), {})
  expect(failed.body).toMatchObject({ state: 'failing', problem: expect.stringContaining('cannot be read'), events: 1 })
  expect((await salon.client.delete(salon.api(`calendars/${made.body.id}`))).status).toBe(204)
  expect(await startsOf(minds.id)).toContain(ahead(2, 10))
})

it('no calendar leads into the network of the installation', async () => {
  const bert = await salon.addResource()
  for (const address of [url('away.ics'), 'http://169.254.169.254/latest/meta-data']) {
    const made = await salon.client.post(salon.api('calendars'), { resourceId: bert, name: 'Away', url: address })
    const fetched = await salon.client.post(salon.api(`calendars/${made.body.id}/fetch`), {})
    expect(fetched.body, address).toMatchObject({ state: 'failing', events: 0 })
    await salon.client.delete(salon.api(`calendars/${made.body.id}`))
  }
})

it('a secret address shows bookings to a calendar program until it is closed, and a customer downloads their own', async () => {
  const cleo = await salon.addResource()
  const { slug } = await salon.addService({ name: 'Cut', needs: [{ resources: [{ resourceId: cleo }] }] })
  const customer = { name: 'Zoë', email: 'zoe@example.com' }
  const booked = await salon.visitor.post(salon.publicApi('bookings'), {
    service: slug,
    startsAt: ahead(3, 10),
    customer,
  })
  const all = await salon.client.post(salon.api('feeds'), { name: 'Phone' })
  const other = await salon.client.post(salon.api('feeds'), { name: 'Room', resourceId: await salon.addResource() })
  const shown = await salon.visitor.get(new URL(all.body.url).pathname)
  expect(shown.status).toBe(200)
  expect(shown.body).toContain('SUMMARY:Zoë: Cut')
  expect(shown.body).toContain(`DTSTART:${compact(ahead(3, 10))}`)
  expect((await salon.visitor.get(new URL(other.body.url).pathname)).body).not.toContain('VEVENT')
  expect((await salon.client.delete(salon.api(`feeds/${all.body.id}`))).status).toBe(204)
  expect((await salon.visitor.get(new URL(all.body.url).pathname)).status).toBe(404)
  const invite = await salon.visitor.get(salon.publicApi(`manage/${booked.body.token}/invite.ics`))
  expect(invite.body).toMatch(/SUMMARY:Cut\\, Salon Anna\r\n/)
})
