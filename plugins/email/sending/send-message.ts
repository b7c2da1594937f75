import { eq, sql } from 'drizzle-orm'
import {
  AppError,
  type ConnectorContext,
  type Database,
  type EmailMessage,
  type EmailReceipt,
  must,
  newId,
  readEmailMessage,
} from '#sdk'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { findStops, stoppedAmong } from '../suppressions/find-stops.ts'
import { days, messages } from '../tables.ts'
import { addressKey } from './address-key.ts'
import { type Drawing, drawMessage, unsubscribeUrlOf } from './draw-message.ts'
import { dailyLimits, dayOf } from './plan.ts'
import { seekMissing } from './set-up.ts'

const alreadyThere = new AppError('email.alreadyThere', 409, 'This message was sent before')

/**
 * Takes a message over: stores it, counts its recipients and asks for the job that sends it, in one transaction.
 *
 * Under the key of an earlier message it answers that one, and nothing else happens.
 */
export async function sendMessage(context: ConnectorContext<Settings>, given: EmailMessage): Promise<EmailReceipt> {
  const message = readEmailMessage(given)
  const missing = seekMissing(context.settings)
  if (missing !== undefined) throw errors.notSetUp({ detail: missing, connect: '/connectors' })
  const database = await context.database()
  const addresses = [message.to, ...(message.cc ?? [])]
  const [[known], stops, counted] = await database.read((db) => [
    seekByKey(db, message.idempotencyKey),
    findStops(db, addresses),
    db
      .select({ used: days.used })
      .from(days)
      .where(eq(days.day, dayOf(new Date()))),
  ])
  if (known !== undefined) return receiptOf(known)
  const stopped = stoppedAmong(stops, message.category, message.listUnsubscribe)
  const isStopped = stopped.has(addressKey(message.to))
  const cc = (message.cc ?? []).filter((address) => !stopped.has(addressKey(address)))
  const row = await rowOf(context, { ...message, cc }, isStopped)
  try {
    await store(database, context, row, isStopped ? 0 : 1 + cc.length, counted.length === 0)
    return receiptOf(row)
  } catch (error) {
    if (error !== alreadyThere) throw error
    const [first] = await seekByKey(database.db, message.idempotencyKey)
    if (first === undefined) throw error
    return receiptOf(first)
  }
}

/** Removes every night what nobody needs any more; the first mail of a day asks for it. */
const tidyJob = { name: 'tidy', payload: {}, key: 'tidy', every: { at: '03:40' } } as const

export function deliverJob(messageId: string) {
  return { name: 'deliver', payload: { messageId }, key: `message:${messageId}` }
}

type Row = typeof messages.$inferInsert & { readonly id: string }

async function rowOf(context: ConnectorContext<Settings>, message: EmailMessage, isStopped: boolean): Promise<Row> {
  const id = newId()
  const { tenant, settings, installation, signingKey } = context
  const drawing: Drawing = { tenant, settings, origin: installation.origin }
  const drawn = drawMessage(drawing, message, await unsubscribeUrlOf(drawing, signingKey, id, message.category))
  return {
    id,
    idempotencyKey: message.idempotencyKey,
    recipient: message.to,
    recipientKey: addressKey(message.to),
    recipientName: message.toName ?? null,
    cc: [...(message.cc ?? [])],
    replyTo: message.replyTo ?? null,
    subject: message.subject,
    body: drawn.text,
    html: isStopped ? null : drawn.html,
    attachments: isStopped ? [] : (message.attachments ?? []),
    category: message.category,
    list: message.listUnsubscribe ?? null,
    about: [...(message.about ?? [])],
    state: isStopped ? 'suppressed' : 'queued',
  }
}

/** What the plan has room for is compared by the statement that counts, so that no two at once get past it. */
async function store(
  { change }: Database,
  { tenant }: ConnectorContext<Settings>,
  row: Row,
  recipients: number,
  isFirstOfDay: boolean,
): Promise<void> {
  const limit = dailyLimits[tenant.plan]
  const day = dayOf(new Date())
  const announce = recipients === 0 ? events.messageSuppressed : events.messageQueued
  const full = errors.dailyLimit({ limit, plan: tenant.plan, detail: 'The count begins anew at midnight UTC.' })
  await change(
    announce(`message:${row.id}`, { id: row.id, category: row.category }, row.about ?? []),
    (tx) => [
      must(tx.insert(messages).values(row).onConflictDoNothing().returning({ id: messages.id }), alreadyThere),
      ...(recipients === 0
        ? []
        : [
            must(
              tx
                .insert(days)
                .values({ day, used: recipients })
                .onConflictDoUpdate({
                  target: [days.tenantId, days.day],
                  set: { used: sql`${days.used} + ${recipients}` },
                  setWhere: sql`${days.used} + ${recipients} <= ${limit}`,
                })
                .returning({ used: days.used }),
              full,
            ),
          ]),
    ],
    recipients === 0 ? {} : { jobs: [deliverJob(row.id), ...(isFirstOfDay ? [tidyJob] : [])] },
  )
}

function seekByKey(db: Database['db'], key: string) {
  return db.select({ id: messages.id, state: messages.state }).from(messages).where(eq(messages.idempotencyKey, key))
}

function receiptOf({ id, state }: Pick<Row, 'id' | 'state'>): EmailReceipt {
  return { id, state: state === 'suppressed' ? 'suppressed' : 'queued' }
}
