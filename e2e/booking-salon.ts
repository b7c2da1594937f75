import { type Client, makeWorkspace, type Reply, type Workspace } from '../tools/testing/client.ts'

export interface BookingSalon extends Workspace {
  /** Sends as a visitor: `book('haircut', startsAt, 'Zoë')`. */
  readonly book: (service: string, startsAt: string, name: string) => Promise<Reply>
  /** The free times of a service today and tomorrow, by the clock of the salon. */
  readonly freeTimes: (service: string) => Promise<string[]>
  readonly addResource: (given: object) => Promise<string>
  readonly addService: (given: object) => Promise<string>
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The same hours on every day, by the clock of the salon. */
export function daily(from: string, to: string): Record<string, { from: string; to: string }[]> {
  return Object.fromEntries(weekdays.map((day) => [day, [{ from, to }]]))
}

/** A salon in Berlin that takes bookings. */
export async function openBookingSalon(client: Client): Promise<BookingSalon> {
  const workspace = await makeWorkspace(client, { modules: ['booking'] })
  await workspace.client.patch('/api/tenant', { timeZone: 'Europe/Berlin', colour: '#7c3aed' })
  const made = ({ status, body }: Reply) => {
    if (status !== 201) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const path = `/api/public/${workspace.slug}/booking`
  return {
    ...workspace,
    book: (service, startsAt, name) =>
      client.post(`${path}/bookings`, {
        service,
        startsAt,
        customer: { name, email: `${name.toLowerCase()}@example.com` },
      }),
    freeTimes: async (service) => {
      // Days as they are in Berlin: near midnight they are others than by UTC. Swedish writes a date as ISO 8601 does.
      const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' })
      const day = (ahead: number) => berlin.format(Date.now() + ahead * 86_400_000)
      const { body } = await client.get(`${path}/services/${service}/slots?from=${day(0)}&to=${day(1)}`)
      return body.days.flatMap(({ slots }: { slots: { startsAt: string }[] }) => slots.map(({ startsAt }) => startsAt))
    },
    addResource: async (given) => made(await workspace.client.post('/api/booking/resources', given)).id,
    addService: async (given) =>
      made(
        await workspace.client.post('/api/booking/services', {
          durations: [60],
          minNoticeMinutes: 0,
          reminders: [],
          ...given,
        }),
      ).id,
  }
}
