import { and, eq, sql } from 'drizzle-orm'
import { type JobContext, type JobOutcome, newId } from '#sdk'
import { events } from '../events.ts'
import type { OutgoingMail, Sent } from '../providers/provider.ts'
import { UpstreamFailure } from '../providers/upstream-failure.ts'
import type { Settings } from '../settings.ts'
import { findStops, stoppedAmong } from '../suppressions/find-stops.ts'
import { messages, suppressions } from '../tables.ts'
import { openUpstream } from '../upstream.ts'
import { addressKey } from './address-key.ts'
import { unsubscribeHeaders, unsubscribeUrlOf } from './draw-message.ts'
import { longestWaitMs, waitMs } from './plan.ts'
import { seekMissing } from './set-up.ts'

type Row = typeof messages.$inferSelect
type Context = JobContext<Settings>

/**
 * The job of one message: sends it, or says when to try again.
 *
 * At least once: a Worker that dies between the provider's yes and the note of it leaves the message to be sent again,
 * under the same Message-ID, by which mail programs show one of two; Resend is told by its own key that it is the same.
 */
export async function deliver(context: Context, payload: Readonly<Record<string, unknown>>): Promise<JobOutcome> {
  const id = String(payload.messageId)
  const [row] = await context.db.select().from(messages).where(eq(messages.id, id))
  if (row === undefined || row.state !== 'queued') return 'done'
  const stops = await findStops(context.db, [row.recipient, ...row.cc])
  const stopped = stoppedAmong(stops, row.category, row.list)
  if (stopped.has(row.recipientKey)) return settle(context, row, { state: 'suppressed' })
  const cc = row.cc.filter((address) => !stopped.has(addressKey(address)))
  try {
    const missing = seekMissing(context.settings)
    if (missing !== undefined) throw new UpstreamFailure(missing)
    return await note(context, row, await openUpstream(upstreamOf(context)).send(await mailOf(context, { ...row, cc })))
  } catch (error) {
    if (error instanceof UpstreamFailure) return afterFailure(context, row, error)
    // The address of the server is one that nobody may be sent to: a setting to mend, like any other.
    if (error instanceof Error && error.name === 'AppError')
      return afterFailure(context, row, new UpstreamFailure(error.message))
    throw error
  }
}

function upstreamOf({ belongings, settings }: Context) {
  return { ...belongings, settings }
}

async function mailOf({ settings, tenant, belongings }: Context, row: Row): Promise<OutgoingMail> {
  const drawing = { tenant, settings, origin: belongings.installation.origin }
  const url = seekUnsubscribeUrl(row) ?? (await unsubscribeUrlOf(drawing, belongings.signingKey, row.id, row.category))
  const replyTo = row.replyTo ?? (settings.replyTo === '' ? undefined : settings.replyTo)
  return {
    id: row.id,
    from: { address: settings.fromAddress, name: settings.fromName === '' ? tenant.name : settings.fromName },
    to: row.recipientName === null ? { address: row.recipient } : { address: row.recipient, name: row.recipientName },
    cc: row.cc.map((address) => ({ address })),
    ...(replyTo === undefined ? {} : { replyTo }),
    subject: row.subject,
    text: row.body,
    ...(row.html === null ? {} : { html: row.html }),
    attachments: row.attachments,
    headers: row.category === 'transactional' ? {} : unsubscribeHeaders({ settings }, url),
    messageId: `${row.id}@${settings.fromAddress.slice(settings.fromAddress.lastIndexOf('@') + 1)}`,
    date: new Date(row.createdAt),
    category: row.category,
  }
}

/** The address that stands in the mail itself: who stored it may have known the platform's origin where a job does not. */
function seekUnsubscribeUrl({ id, body, category }: Row): string | undefined {
  if (category === 'transactional') return undefined
  return new RegExp(`https?://\\S+/email/unsubscribe/${id}\\.[\\w-]{43}`).exec(body)?.[0]
}

async function note(context: Context, row: Row, { providerId, refused }: Sent): Promise<JobOutcome> {
  const gone = refused.filter(({ isGone }) => isGone).map(({ address }) => address)
  return settle(context, row, { state: 'sent', providerId, sentAt: context.now.toISOString() }, gone)
}

async function afterFailure(context: Context, row: Row, failure: UpstreamFailure): Promise<JobOutcome> {
  const { isLasting, isGone, message: lastError } = failure
  const attempts = row.attempts + 1
  if (isLasting)
    return settle(
      context,
      row,
      { state: isGone ? 'bounced' : 'failed', attempts, lastError },
      isGone ? [row.recipient] : [],
    )
  const againAfterMs = waitMs(attempts, Math.random())
  if (Date.now() + againAfterMs - Date.parse(row.createdAt) > longestWaitMs)
    return settle(context, row, {
      state: 'failed',
      attempts,
      lastError: `It could not be sent for three days. ${lastError}`,
    })
  await context.change(events.messageDelayed(`message:${row.id}`, { id: row.id, attempts }, row.about), (tx) =>
    tx
      .update(messages)
      .set({ attempts, lastError })
      .where(and(eq(messages.id, row.id), eq(messages.state, 'queued'))),
  )
  return { againAfterMs }
}

const endings = {
  sent: events.messageSent,
  failed: events.messageFailed,
  bounced: events.messageBounced,
} as const

/** Ends the message's way. HTML and files are of no use any more; addresses that do not exist are remembered. */
async function settle(
  { change, settings }: Context,
  row: Row,
  set: { state: 'sent' | 'failed' | 'bounced' | 'suppressed' } & Partial<Row>,
  gone: readonly string[] = [],
): Promise<JobOutcome> {
  const subject = `message:${row.id}`
  const ending =
    set.state === 'suppressed'
      ? events.messageSuppressed(subject, { id: row.id, category: row.category }, row.about)
      : endings[set.state](subject, { id: row.id }, row.about)
  const added = gone.map((address) => ({
    id: newId(),
    address,
    addressKey: addressKey(address),
    scope: 'everything',
    reason: 'bounce' as const,
  }))
  const records = added.map(({ id }) =>
    events.suppressionAdded(`suppression:${id}`, { id, scope: 'everything', reason: 'bounce' }),
  )
  await change([ending, ...records], (tx) => [
    tx
      .update(messages)
      .set({ lastError: null, ...set, provider: settings.provider, html: null, attachments: sql`'[]'` })
      .where(and(eq(messages.id, row.id), eq(messages.state, 'queued'))),
    ...(added.length === 0 ? [] : [tx.insert(suppressions).values(added).onConflictDoNothing()]),
  ])
  return 'done'
}
