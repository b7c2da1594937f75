import { type Client, makeWorkspace, type Reply } from '../testing/client.ts'
import { openStage } from './stage.ts'

/** A workspace that takes bookings, on a stage of its own. */
export interface BookingWorld {
  readonly client: Client
  /** Sends as a visitor of the booking page. */
  readonly post: (path: string, body: object) => Promise<Reply>
  readonly addResources: (count: number) => Promise<string[]>
  /** Answers the service's public address. */
  readonly addService: (given: object) => Promise<string>
  readonly addServiceId: (given: object) => Promise<string>
  /** The moment so many days ahead, in UTC. */
  readonly at: (days: number, hour: number, minute?: number) => string
  /** Takes away what keeps bookings apart in the database, so that only a look before the change is left. */
  readonly dropGuards: () => Promise<void>
  /** Lets the time of every hold be over. */
  readonly endHolds: () => Promise<void>
  /** What overlaps and may not, found by comparing all with all. */
  readonly findOverlaps: () => Promise<string[]>
  readonly stop: () => Promise<void>
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const hours = Object.fromEntries(days.map((day) => [day, [{ from: '08:00', to: '20:00' }]]))

export async function openBookingWorld(): Promise<BookingWorld> {
  const stage = await openStage({ durable: true })
  const { id: tenantId, slug, client } = await makeWorkspace(stage.client, { modules: ['booking'] })
  made(await client.patch('/api/tenant', { timeZone: 'UTC' }))
  const today = Math.floor(Date.now() / 86_400_000)
  let counter = 0
  const add = async (given: object) => {
    const facts = {
      name: `Service ${counter++}`,
      durations: [60],
      minNoticeMinutes: 0,
      windowDays: 400,
      reminders: [],
      ...given,
    }
    return made(await client.post('/api/booking/services', facts)) as { id: string; slug: string }
  }
  return {
    client,
    post: (path, body) => stage.client.post(`/api/public/${slug}/booking/${path}`, body),
    addResources: (count) =>
      Promise.all(
        Array.from({ length: count }, async () =>
          String(made(await client.post('/api/booking/resources', { name: `R${counter++}`, hours })).id),
        ),
      ),
    addService: async (given) => (await add(given)).slug,
    addServiceId: async (given) => (await add(given)).id,
    at: (later, hour, minute = 0) =>
      new Date((today + later) * 86_400_000 + hour * 3_600_000 + minute * 60_000).toISOString(),
    dropGuards: async () => {
      await stage.owner().query('alter table booking.claims drop constraint claims_overlap')
      await stage
        .owner()
        .query(`create or replace function booking.fits(wanted_resource uuid, wanted_session uuid, wanted tstzrange,
        wanted_amount integer, room integer, but_booking uuid) returns boolean language sql as 'select true'`)
    },
    endHolds: async () => {
      const over = `now() - interval '1 second'`
      await stage
        .owner()
        .query(`update booking.claims set expires_at = ${over} where tenant_id = $1 and expires_at is not null`, [
          tenantId,
        ])
      await stage
        .owner()
        .query(`update booking.bookings set held_until = ${over} where tenant_id = $1 and status = 'held'`, [tenantId])
    },
    findOverlaps: async () => {
      const rows = await stage.owner().query(
        `select 'two bookings of one resource at one time' as fault, count(*)::int as count
          from booking.claims a join booking.claims b on a.resource_id = b.resource_id and a.booking_id < b.booking_id
            and a.starts_at < b.ends_at and b.starts_at < a.ends_at and a.session_id <> b.session_id
          where a.active and b.active and a.tenant_id = $1 and b.tenant_id = $1
        union all
        select 'a class with more guests than seats', count(*)::int from (
          select from booking.claims where active and resource_id is null and tenant_id = $1
          group by session_id having sum(amount) > max(capacity)) s
        union all
        select 'a booking without what it takes', count(*)::int from booking.bookings b
          where b.tenant_id = $1 and b.status in ('confirmed', 'pending')
            and not exists (select from booking.claims c where c.booking_id = b.id and c.active)
        union all
        select 'a cancelled booking that still takes something', count(*)::int from booking.bookings b
          where b.tenant_id = $1 and b.status in ('cancelled', 'declined')
            and exists (select from booking.claims c where c.booking_id = b.id and c.active)`,
        [tenantId],
      )
      return rows.flatMap(({ fault, count }) => (Number(count) === 0 ? [] : [`${count} × ${fault}`]))
    },
    stop: stage.stop,
  }
}

// biome-ignore lint/suspicious/noExplicitAny: proofs look into bodies of every shape
function made({ status, body }: Reply): any {
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
  return body
}
