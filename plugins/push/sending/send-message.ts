import { eq } from 'drizzle-orm'
import { AppError, type ConnectorContext, type Database, must, newId, type PushMessage, type PushReceipt } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { devices, messages } from '../tables.ts'
import { readMessage } from './read-message.ts'

const alreadyThere = new AppError('push.alreadyThere', 409, 'This message was sent before')

/** Removes every night what nobody needs any more. */
const tidyJob = { name: 'tidy', payload: {}, key: 'tidy', every: { at: '03:50' } } as const

/**
 * Takes a message over: stores it, and asks for a job for each device of the person, in one transaction.
 *
 * Under the key of an earlier message it answers that one, and nothing else happens.
 */
export async function sendMessage(context: ConnectorContext<Settings>, given: PushMessage): Promise<PushReceipt> {
  const { to, ...message } = readMessage(given)
  const { db, read, change } = await context.database()
  const [[known], own] = await read((tx) => [
    seekByKey(tx, message.idempotencyKey),
    tx.select({ id: devices.id }).from(devices).where(eq(devices.userId, to)),
  ])
  if (known !== undefined) return receiptOf(known)
  const row = { id: newId(), userId: to, ...message, devices: own.length }
  try {
    await change(
      events.messageQueued(`message:${row.id}`, { id: row.id, devices: own.length }),
      (tx) => must(tx.insert(messages).values(row).onConflictDoNothing().returning({ id: messages.id }), alreadyThere),
      { jobs: [...own.map(({ id }) => deliverJob(row.id, id)), tidyJob] },
    )
    return receiptOf(row)
  } catch (error) {
    if (error !== alreadyThere) throw error
    const [first] = await seekByKey(db, message.idempotencyKey)
    if (first === undefined) throw error
    return receiptOf(first)
  }
}

function deliverJob(messageId: string, deviceId: string) {
  return { name: 'deliver', payload: { messageId, deviceId }, key: `message:${messageId}:${deviceId}` }
}

function seekByKey(db: Pick<Database['db'], 'select'>, key: string) {
  return db
    .select({ id: messages.id, devices: messages.devices })
    .from(messages)
    .where(eq(messages.idempotencyKey, key))
}

function receiptOf({ id, devices }: { readonly id: string; readonly devices: number }): PushReceipt {
  return { id, state: devices === 0 ? 'no_devices' : 'queued', devices }
}
