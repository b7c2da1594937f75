import { type Client, makeWorkspace, type Reply, type Workspace } from '#sdk/testing'

const everyDay = [{ from: '08:00', to: '20:00' }]
/** Open from 8 to 8 on every day. */
export const openDaily = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, everyDay]),
)

/** A workspace that takes bookings, in UTC so that tests can count hours. */
export interface Salon extends Workspace {
  readonly api: (path: string) => string
  readonly addResource: (given?: object) => Promise<string>
  readonly addService: (given?: object) => Promise<{ readonly id: string; readonly slug: string }>
  /** Sends as a visitor of the booking page. */
  readonly visitor: Client
  readonly publicApi: (path: string) => string
}

export async function openSalon(client: Client): Promise<Salon> {
  const workspace = await makeWorkspace(client, { modules: ['booking'] })
  const zoned = await workspace.client.patch('/api/tenant', { timeZone: 'UTC' })
  if (zoned.status !== 200) throw new Error(`The zone could not be set: ${JSON.stringify(zoned.body)}`)
  const api = (path: string) => `/api/booking/${path}`
  const made = ({ status, body }: Reply) => {
    if (status !== 201) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  let counter = 0
  return {
    ...workspace,
    api,
    visitor: client,
    publicApi: (path) => `/api/public/${workspace.slug}/booking/${path}`,
    addResource: async (given = {}) =>
      made(await workspace.client.post(api('resources'), { name: `R${counter++}`, hours: openDaily, ...given })).id,
    addService: async (given = {}) =>
      made(
        await workspace.client.post(api('services'), {
          name: `Service ${counter++}`,
          durations: [60],
          minNoticeMinutes: 0,
          changeNoticeMinutes: 0,
          reminders: [],
          ...given,
        }),
      ),
  }
}

/** The moment so many days ahead at an hour, UTC. */
export function ahead(days: number, hour: number, minute = 0): string {
  const day = Math.floor(Date.now() / 86_400_000) + days
  const moment = new Date(day * 86_400_000 + hour * 3_600_000 + minute * 60_000)
  return moment.toISOString().replace('.000Z', 'Z')
}

export const dayAhead = (days: number) => ahead(days, 0).slice(0, 10)
