import { eq } from 'drizzle-orm'
import type { JobContext, JobOutcome } from '#sdk'
import { forgetGone } from '../devices/change-devices.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { devices, messages } from '../tables.ts'
import { type PushAnswer, sendPush } from '../upstream.ts'
import { readVapidKey } from '../vapid-key.ts'

type Context = JobContext<Settings>
type Message = typeof messages.$inferSelect
type Device = typeof devices.$inferSelect

const [shortestWaitMs, longestWaitMs] = [5000, 3_600_000]

/**
 * The job of one message to one device: hands it to the push service, or says when to try again, as long as it is of use.
 *
 * At least once: a Worker that dies between the service's yes and the note of it sends it again, under the same topic
 * and tag, so that it takes the place of the first.
 */
export async function deliver(context: Context, payload: Readonly<Record<string, unknown>>): Promise<JobOutcome> {
  const { read, belongings } = context
  const [[message], [device]] = await read((db) => [
    db
      .select()
      .from(messages)
      .where(eq(messages.id, String(payload.messageId))),
    db
      .select()
      .from(devices)
      .where(eq(devices.id, String(payload.deviceId))),
  ])
  // Somebody else has turned notifications on in the same browser meanwhile.
  if (message === undefined || device === undefined || device.userId !== message.userId) return 'done'
  const key = await readVapidKey(belongings)
  if (device.serverKey !== key.publicKey) return forget(context, device)
  const content = { ...message, link: `/w/${context.tenant.slug}${message.link === '/' ? '' : message.link}` }
  return after(context, message, device, await sendPush({ ...context, ...belongings, key }, device, content))
}

async function after(context: Context, message: Message, device: Device, answer: PushAnswer): Promise<JobOutcome> {
  const data = { id: message.id, deviceId: device.id }
  if (answer.kind === 'gone') return forget(context, device)
  if (answer.kind === 'taken') {
    await context.change(events.messageSent(`message:${message.id}`, data), (tx) =>
      tx.update(devices).set({ lastSentAt: context.now.toISOString() }).where(eq(devices.id, device.id)),
    )
    return 'done'
  }
  const ageMs = Math.max(0, context.now.getTime() - Date.parse(message.createdAt))
  // As long again as it has waited so far: 5 s, 5 s, 10 s, 20 s, up to an hour; or as long as the service says.
  const waitMs = answer.waitMs ?? Math.min(longestWaitMs, Math.max(shortestWaitMs, ageMs))
  if (answer.kind === 'busy' && ageMs + waitMs <= message.ttlSeconds * 1000) return { againAfterMs: waitMs }
  const reason = answer.reason
  await context.change(events.messageFailed(`message:${message.id}`, { ...data, reason }), (tx) =>
    tx.select({ id: messages.id }).from(messages).where(eq(messages.id, message.id)),
  )
  return 'done'
}

async function forget(context: Context, { id }: Device): Promise<JobOutcome> {
  await forgetGone(context, [id])
  return 'done'
}
