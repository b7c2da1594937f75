import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, dayAhead, openSalon, type Salon } from '../testing/salon.ts'
import { mailsTo, until } from '../testing/until.ts'

interface Listed {
  readonly state: string
  readonly customer: { readonly name: string }
}

describe.each(databases)('messages and the waiting list, on %s', (database) => {
  let platform: TestPlatform
  let salon: Salon
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await openSalon(platform.client)
  })
  afterAll(() => platform.stop())

  const post = (path: string, body: object) => salon.visitor.post(salon.publicApi(path), body)
  const mails = (address: string) => mailsTo(salon.owner.client, address)
  const personOf = (name: string) => ({ name, email: `${name.toLowerCase()}-${database}@example.com` })

  it('whoever books is told, in the words of the business, with a link that leads back', async () => {
    const anna = await salon.addResource({ name: 'Anna' })
    const { slug } = await salon.addService({ name: 'Shave', needs: [{ resources: [{ resourceId: anna }] }] })
    const wrong = await salon.client.put(salon.api('messages/confirmed'), { subject: 'Hi {nobody}', body: 'x' })
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/subject' }] } })
    const words = { subject: '{service} it is', body: 'Dear {customer},\n\nwith {with} on {date}.' }
    expect((await salon.client.put(salon.api('messages/confirmed'), words)).status).toBe(200)
    const preview = await salon.client.post(salon.api('messages/confirmed/preview'), words)
    expect(preview.body.paragraphs[0]).toBe('Dear Sam Example,')
    const zoe = personOf('Zoe')
    const booked = await post('bookings', { service: slug, startsAt: ahead(2, 9), customer: zoe, language: 'de' })
    const [mail] = await until(
      async () => mails(zoe.email),
      (all) => all.length > 0,
    )
    expect(mail).toMatchObject({ subject: 'Shave it is' })
    expect(mail?.body).toContain('Dear Zoe,')
    expect(mail?.body).toMatch(/with Anna on \p{L}+tag, \d/u)
    expect(mail?.body).toContain(`/s/${salon.slug}/booking#${booked.body.token}`)
    await salon.client.delete(salon.api('messages/confirmed'))
    await salon.client.post(salon.api(`bookings/${booked.body.booking.id}/cancel`), { reason: 'We are ill.' })
    const all = await until(
      async () => mails(zoe.email),
      (each) => each.length > 1,
    )
    expect(all.find(({ subject }) => subject.startsWith('Cancelled'))?.body).toContain('We are ill.')
  })

  it('a freed time is offered in turn, held until the offer ends, and goes to the next when it is not taken', async () => {
    const bert = await salon.addResource()
    const { id, slug } = await salon.addService({
      needs: [{ resources: [{ resourceId: bert }] }],
      waitingList: true,
      limits: { perDay: 1 },
    })
    const { body } = await post('bookings', { service: slug, startsAt: ahead(3, 9), customer: personOf('Abe') })
    const join = async (name: string) => {
      const joined = await post('waiting', {
        service: slug,
        fromDay: dayAhead(3),
        toDay: dayAhead(3),
        customer: personOf(name),
      })
      expect(joined).toMatchObject({ status: 201, body: { state: 'waiting', offer: null } })
      return joined.body.token as string
    }
    const [first, second] = [await join('Bea'), await join('Cid')]
    const stateOf = async (token: string) => (await salon.visitor.get(salon.publicApi(`waiting/${token}`))).body
    await salon.client.post(salon.api(`bookings/${body.booking.id}/cancel`), {})
    const offered = await until(
      () => stateOf(first),
      ({ state }) => state === 'offered',
    )
    expect(Date.parse(offered.offer.until)).toBeGreaterThan(Date.now())
    expect((await stateOf(second)).state).toBe('waiting')
    const [mail] = await until(
      async () => mails(personOf('Bea').email),
      (all) => all.length > 0,
    )
    expect(mail?.body).toContain(`/s/${salon.slug}/waiting#${first}`)
    // The offer ends without an answer.
    await platform.owner.query(
      `with b as (update booking.bookings set held_until = now() - interval '1 second' where tenant_id = $1 and status = 'held' returning id)
        update booking.claims c set expires_at = now() - interval '1 second' from b where c.tenant_id = $1 and c.booking_id = b.id`,
      [salon.id],
    )
    const due = await platform.owner.query(
      `update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'offer' returning id`,
      [salon.id],
    )
    expect(due.length).toBeGreaterThan(0)
    await join('Dan')
    await until(
      () => stateOf(second),
      ({ state }) => state === 'offered',
    )
    expect((await post(`waiting/${first}/accept`, {})).status).toBe(409)
    const taken = await post(`waiting/${second}/accept`, {})
    expect(taken).toMatchObject({ status: 201, body: { booking: { status: 'confirmed', customer: personOf('Cid') } } })
    expect((await stateOf(second)).state).toBe('booked')
    const listed = await salon.client.get(salon.api(`waiting?serviceId=${id}`))
    expect(listed.body.data.map(({ state }: { state: string }) => state)).toEqual(['waiting', 'booked', 'waiting'])
    const left = await salon.visitor.delete(salon.publicApi(`waiting/${first}`))
    expect(left.body.state).toBe('left')
  })

  it('whoever came first is asked first, also when a time becomes free while the list is gone through', async () => {
    const dora = await salon.addResource()
    const { id, slug } = await salon.addService({
      needs: [{ resources: [{ resourceId: dora }] }],
      waitingList: true,
      limits: { perDay: 1 },
    })
    const { body } = await post('bookings', { service: slug, startsAt: ahead(4, 9), customer: personOf('Eve') })
    const day = { service: slug, fromDay: dayAhead(4), toDay: dayAhead(4) }
    for (let place = 0; place < 12; place++)
      expect((await post('waiting', { ...day, customer: personOf(`W${place}`) })).status).toBe(201)
    await salon.client.post(salon.api(`bookings/${body.booking.id}/cancel`), {})
    const listed = await until(
      async () => (await salon.client.get(salon.api(`waiting?serviceId=${id}`))).body.data as Listed[],
      (all) => all.some(({ state }) => state === 'offered'),
    )
    expect(listed.filter(({ state }) => state === 'offered').map(({ customer }) => customer.name)).toEqual(['W0'])
  })
})
