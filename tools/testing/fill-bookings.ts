import type { Client, Reply } from './client.ts'

/** What was put into the calendar, for whoever opens the pages of it. */
export interface FilledBookings {
  readonly personId: string
  readonly roomId: string
  readonly serviceId: string
  readonly bookingId: string
}

const hour = 3_600_000

/**
 * Puts people, a room, services and the bookings of a day into a workspace that has the module on. `say` writes each
 * text that a person could have typed.
 */
export async function fillBookings(
  client: Client,
  say: (text: string) => string = (text) => text,
): Promise<FilledBookings> {
  const people: string[] = []
  for (const [name, colour] of [
    ['Mia', '#0b6b63'],
    ['Tom', '#8a3ffc'],
    ['Lea', '#b3541e'],
  ] as const)
    people.push(await sent(client.post('/api/booking/resources', { kind: 'person', name: say(name), colour, hours })))
  const [mia = '', tom = '', lea = ''] = people
  const roomId = await sent(
    client.post('/api/booking/resources', { kind: 'room', name: say('Treatment room'), colour: '#1c6dd0', hours }),
  )
  const service = (body: object) => sent(client.post('/api/booking/services', body))
  const needOf = (...ids: string[]) => ({ resources: ids.map((resourceId) => ({ resourceId })), customerChooses: true })
  const price = (amount: number) => ({ amount, currency: 'EUR' })
  const question = { key: 'allergies', label: say('Any allergies?'), kind: 'text' }
  const haircut = await service({
    name: say('Haircut'),
    description: say('Wash, cut and finish.'),
    colour: '#0f8a7e',
    durations: [45, 60],
    price: price(4500),
    questions: [question],
    needs: [needOf(...people)],
  })
  const colour = await service({
    name: say('Colour'),
    colour: '#a23b8f',
    durations: [120],
    price: price(11_000),
    bufferAfterMinutes: 15,
    needs: [needOf(mia, lea)],
  })
  const massage = await service({
    name: say('Massage'),
    colour: '#2f6fed',
    durations: [60],
    price: price(7000),
    needsConfirmation: true,
    needs: [needOf(tom, lea), { resources: [{ resourceId: roomId }] }],
  })
  const course = await service({
    name: say('Styling class'),
    colour: '#b3761e',
    durations: [90],
    seats: 6,
    needs: [needOf(mia)],
  })
  await sent(
    client.post('/api/booking/days-off', { fromDay: dayIn(20), toDay: dayIn(24), note: say('Between the years') }),
  )
  const at = (hours: number) => new Date(startOfToday() + hours * hour).toISOString()
  await sent(
    client.post('/api/booking/busy-times', {
      resourceId: tom,
      startsAt: at(13),
      endsAt: at(14),
      title: say('Dentist'),
    }),
  )
  const booked: string[] = []
  for (const [serviceId, hours, resourceIds, name] of [
    [haircut, 9, [mia], 'Berta Adler'],
    [haircut, 9.5, [tom], 'Carlos Núñez'],
    [colour, 10, [mia], 'Dora Kovács'],
    [massage, 11, [lea, roomId], 'Elif Yılmaz'],
    [course, 15, [mia], 'Finn Olsen'],
    [course, 15, [mia], 'Grace Okafor'],
    [haircut, 33, [lea], 'Hana Sato'],
    [colour, 58, [lea], 'Ivan Petrov'],
  ] as const) {
    const customer = { name: say(name), phone: '+49 30 5550123', email: null }
    const body = { serviceId, startsAt: at(hours), customer, resourceIds, anyTime: true, notify: false }
    booked.push(await sent(client.post('/api/booking/bookings', { ...body, staffNote: say('Prefers tea.') })))
  }
  return { personId: mia, roomId, serviceId: haircut, bookingId: booked[0] ?? '' }
}

const workday = [{ from: '08:00', to: '19:00' }]
const hours = {
  monday: workday,
  tuesday: workday,
  wednesday: workday,
  thursday: workday,
  friday: workday,
  saturday: workday,
  sunday: workday,
}

function startOfToday(): number {
  return new Date(new Date().toISOString().slice(0, 10)).getTime()
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * 24 * hour).toISOString().slice(0, 10)
}

async function sent(reply: Promise<Reply>): Promise<string> {
  const { status, body } = await reply
  if (status !== 200 && status !== 201)
    throw new Error(`Filling the calendar was answered ${status}: ${JSON.stringify(body)}`)
  return body?.id ?? body?.booking?.id ?? ''
}
