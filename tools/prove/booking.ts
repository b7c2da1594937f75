import type { Client, Reply } from '../testing/client.ts'
import { type BookingWorld, openBookingWorld } from './booking-world.ts'
import { inParallel } from './in-parallel.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom, type Random } from './random.ts'

/** A thousand at once for what there is little of, and a thousand random histories: never two for one. */
export const booking: Proof = {
  name: 'booking',
  promise: 'A time is booked once, however many want it at once, and no history of bookings ever overlaps',
  plant: async (options) => {
    const world = await openBookingWorld()
    try {
      await world.dropGuards()
      const small = { ...options, scale: Math.min(options.scale, 0.1) }
      const rushed = await rushAll(world, small)
      const lived = await liveHistories(world, small)
      const areFound = rushed.faults.length > 0 && lived.faults.length > 0
      return {
        done: `without guards: ${rushed.done}; ${lived.done}`,
        faults: areFound ? [...lived.faults, ...rushed.faults] : [],
      }
    } finally {
      await world.stop()
    }
  },
  run: async (options) => {
    const world = await openBookingWorld()
    try {
      const rushed = await rushAll(world, options)
      const lived = await liveHistories(world, options)
      return { done: `${rushed.done}; ${lived.done}`, faults: [...rushed.faults, ...lived.faults] }
    } finally {
      await world.stop()
    }
  },
}

const longestMs = 10_000

interface Rush {
  readonly name: string
  /** How many of them get it. */
  readonly most: number
  readonly before?: () => Promise<void>
  readonly send: (place: number) => Promise<Reply>
}

async function rushAll(world: BookingWorld, { scale }: ProofOptions): Promise<Finding> {
  const clients = scaled(1000, scale, 50)
  const faults: string[] = []
  const figures: string[] = []
  for (const rush of await planRushes(world)) {
    await rush.before?.()
    const beganMs = performance.now()
    const replies = await Promise.all(Array.from({ length: clients }, (_, place) => rush.send(place)))
    const tookMs = performance.now() - beganMs
    const won = replies.filter(({ status }) => status === 201).length
    const refused = replies.filter(({ status }) => status === 409)
    const strange = replies.find(({ status }) => status !== 201 && status !== 409)
    figures.push(`${rush.name} ${won}/${clients} in ${(tookMs / 1000).toFixed(1)} s`)
    if (won !== rush.most) faults.push(`${rush.name}: ${won} of ${clients} got it, not ${rush.most}`)
    if (strange !== undefined) faults.push(`${rush.name}: somebody was answered ${strange.status}`)
    if (refused.some(({ body }) => !Array.isArray(body.alternatives) || body.alternatives.length === 0))
      faults.push(`${rush.name}: a refusal offers no other times`)
    if (scale >= 1 && tookMs > longestMs) faults.push(`${rush.name}: it took ${Math.round(tookMs)} ms`)
  }
  return { done: figures.join(', '), faults }
}

async function planRushes(world: BookingWorld): Promise<Rush[]> {
  const { addResources, addService, at, post } = world
  const customer = { name: 'Zoe', email: 'zoe@example.com' }
  const all = (ids: readonly string[]) => ids.map((resourceId) => ({ resourceId }))
  const book = (service: string, startsAt: string, more: object = {}) =>
    post('bookings', { service, startsAt, customer, ...more })
  const one = await addService({ needs: [{ resources: all(await addResources(1)) }] })
  const [people, rooms] = [await addResources(5), await addResources(2)]
  const pool = await addService({ needs: [{ count: 2, resources: all(people) }, { resources: all(rooms) }] })
  const yoga = await addService({ needs: [{ resources: all(await addResources(1)) }], seats: 20 })
  const asked = await addService({ needs: [{ resources: all(await addResources(1)) }], needsConfirmation: true })
  const held = await addService({ needs: [{ resources: all(await addResources(1)) }] })
  const hold = () => post('holds', { service: held, startsAt: at(2, 12) })
  return [
    { name: 'one slot', most: 1, send: () => book(one, at(2, 12)) },
    { name: 'a pool', most: 2, send: () => book(pool, at(2, 12)) },
    { name: 'seats', most: 20, send: () => book(yoga, at(2, 12)) },
    { name: 'requests', most: 1, send: () => book(asked, at(2, 12)) },
    { name: 'holds', most: 1, send: hold },
    { name: 'a hold that has ended', most: 1, before: world.endHolds, send: hold },
  ]
}

async function liveHistories(world: BookingWorld, { scale, seed }: ProofOptions): Promise<Finding> {
  const histories = scaled(1000, scale, 30)
  const people = await world.addResources(3)
  const all = people.map((resourceId) => ({ resourceId }))
  const services = [
    await world.addServiceId({ needs: [{ resources: all }], bufferAfterMinutes: 15 }),
    await world.addServiceId({ needs: [{ count: 2, resources: all }], durations: [90], slotMinutes: 30 }),
    await world.addServiceId({ needs: [{ resources: all.slice(0, 1) }], seats: 4, slotMinutes: 30 }),
  ]
  const random = createRandom(seed)
  const counts = { done: 0, refused: 0 }
  const faults: string[] = []
  await inParallel(histories, 6, async (index) => {
    const history = { day: 3 + (index % 300), services, random, client: world.client, at: world.at }
    const strange = await liveOne(history, counts)
    if (strange !== undefined) faults.push(`history ${index}: ${strange}`)
  })
  faults.push(...(await world.findOverlaps()))
  return { done: `${histories} histories, ${counts.done} changes made and ${counts.refused} refused`, faults }
}

interface History {
  readonly day: number
  readonly services: readonly string[]
  readonly random: Random
  readonly client: Client
  readonly at: BookingWorld['at']
}

const burstsOfHistory = 3
const atOnce = 5

/** Books, moves and cancels on one day, several at a time; answers the first reply that should not have been. */
async function liveOne({ day, services, random, client, at }: History, counts: { done: number; refused: number }) {
  const ids: string[] = []
  let strange: string | undefined
  const act = async () => {
    const startsAt = at(day, 8 + random.below(8), random.below(2) * 30)
    const id = ids.length === 0 ? undefined : random.pick(ids)
    const dice = random.next()
    const reply =
      id === undefined || dice < 0.5
        ? await client.post('/api/booking/bookings', {
            serviceId: random.pick(services),
            startsAt,
            customer: { name: 'Zoe' },
            anyTime: random.chance(0.5),
            notify: false,
          })
        : dice < 0.85
          ? await client.post(`/api/booking/bookings/${id}/move`, { startsAt, notify: false })
          : await client.post(`/api/booking/bookings/${id}/cancel`, { notify: false })
    if (reply.status === 201) ids.push(reply.body.booking.id)
    if (reply.status < 300) counts.done += 1
    else if (reply.status === 409) counts.refused += 1
    else strange ??= `it was answered ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`
  }
  for (let burst = 0; burst < burstsOfHistory; burst++) await Promise.all(Array.from({ length: atOnce }, act))
  return strange
}
