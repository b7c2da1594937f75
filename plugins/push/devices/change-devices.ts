import { and, asc, desc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { type Belongings, type Database, must, newId, platformErrors } from '#sdk'
import type { NewDevice } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { devices } from '../tables.ts'
import { readVapidKey } from '../vapid-key.ts'
import { isPushService } from './check-endpoint.ts'

/** More than anybody owns; the oldest makes room. */
const mostDevices = 20

const shown = {
  id: devices.id,
  name: devices.name,
  createdAt: devices.createdAt,
  lastSentAt: devices.lastSentAt,
} as const

export function selectDevices({ db }: Pick<Database, 'db'>, userId: string) {
  return db
    .select(shown)
    .from(devices)
    .where(eq(devices.userId, userId))
    .orderBy(desc(devices.createdAt), asc(devices.id))
}

interface Desk extends Pick<Database, 'change'> {
  readonly belongings: Belongings
}

/** Takes a device in; the same browser again stays one device, and belongs to whoever turned it on last. */
export async function addDevice(
  { change, belongings }: Desk,
  userId: string,
  name: string,
  { endpoint, keys }: InferOutput<typeof NewDevice>,
) {
  if (!isPushService(endpoint, belongings.installation))
    throw refusal('#/endpoint', 'This is not the address of a push service that browsers use')
  if (!(await isPoint(keys.p256dh))) throw refusal('#/keys/p256dh', 'This is not a public key of a browser')
  const { publicKey } = await readVapidKey(belongings)
  const set = { userId, ...keys, serverKey: publicKey, name }
  const newest = sql`(select d.id from push.devices d where d.user_id = ${userId}::uuid order by d.created_at desc limit ${mostDevices})`
  const id = newId()
  const [[device]] = await change(events.deviceAdded(`device:${id}`, { id }), (tx) => [
    tx
      .insert(devices)
      .values({ id, endpoint, ...set })
      .onConflictDoUpdate({ target: [devices.tenantId, devices.endpoint], set })
      .returning(shown),
    tx
      .delete(devices)
      .where(and(eq(devices.userId, userId), ne(devices.endpoint, endpoint), notInArray(devices.id, newest))),
  ])
  if (device === undefined) throw platformErrors.conflict()
  return device
}

/** Lets a device of the person's own go. */
export async function removeDevice({ change }: Pick<Database, 'change'>, userId: string, id: string): Promise<void> {
  await change(events.deviceRemoved(`device:${id}`, { id, reason: 'by_hand' }), (tx) =>
    must(
      tx
        .delete(devices)
        .where(and(eq(devices.id, id), eq(devices.userId, userId)))
        .returning({ id: devices.id }),
      errors.deviceNotFound({ id }),
    ),
  )
}

/** Forgets devices that their push service knows no more. */
export async function forgetGone({ change }: Pick<Database, 'change'>, ids: readonly string[]): Promise<void> {
  await change(
    ids.map((id) => events.deviceRemoved(`device:${id}`, { id, reason: 'gone' })),
    (tx) => tx.delete(devices).where(inArray(devices.id, [...ids])),
  )
}

function refusal(pointer: string, detail: string) {
  return platformErrors.invalid({ errors: [{ in: 'body', pointer, detail }] })
}

/** Whether a public key is a point of the curve: what is none would fail at each message. */
async function isPoint(text: string): Promise<boolean> {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    await crypto.subtle.importKey('raw', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
    return true
  } catch {
    return false
  }
}
