import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '#sdk'
import { events } from '../events.ts'
import type { Notice } from '../providers/provider.ts'
import { addressKey } from '../sending/address-key.ts'
import { ensureSuppression } from '../suppressions/change-suppressions.ts'
import { messages } from '../tables.ts'

/** What a notice makes of a message, from which states on: one that comes twice, or late, changes nothing. */
const outcomes = {
  delivered: { from: ['sent'], to: 'delivered', announce: events.messageDelivered },
  bounced: { from: ['queued', 'sent', 'delivered'], to: 'bounced', announce: events.messageBounced },
  complained: { from: ['sent', 'delivered'], to: 'complained', announce: events.messageComplained },
} as const

const suppressed = {
  bounced: { scope: 'everything', reason: 'bounce' },
  complained: { scope: 'optional', reason: 'complaint' },
  unsubscribed: { scope: 'optional', reason: 'unsubscribed' },
} as const

/**
 * Notes what the provider tells about mail that it took: delivered, bounced, complained about.
 *
 * Only of addresses that this workspace has written to: a provider's account may serve others too.
 */
export async function takeNotices(database: Database, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) await takeNotice(database, notice)
}

async function takeNotice(database: Database, notice: Notice): Promise<void> {
  const { kind, address, providerId } = notice
  const key = addressKey(address)
  const [message] = await database.db
    .select({ id: messages.id, state: messages.state, about: messages.about })
    .from(messages)
    .where(and(eq(messages.recipientKey, key), providerId === null ? undefined : eq(messages.providerId, providerId)))
    .limit(1)
  if (message === undefined) return
  if (kind !== 'unsubscribed' && providerId !== null) {
    const { from, to, announce } = outcomes[kind]
    if ((from as readonly string[]).includes(message.state))
      await database.change(announce(`message:${message.id}`, { id: message.id }, message.about), (tx) =>
        tx
          .update(messages)
          .set({ state: to })
          .where(and(eq(messages.id, message.id), inArray(messages.state, [...from]))),
      )
  }
  if (kind !== 'delivered') await ensureSuppression(database, { address, ...suppressed[kind] })
}
