import * as v from 'valibot'

const Moment = v.pipe(v.string(), v.isoTimestamp())

export const MessageState = v.picklist(
  ['queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'suppressed'],
  'Choose one of the states',
)
export type MessageState = v.InferOutput<typeof MessageState>
export const Category = v.picklist(['transactional', 'notification', 'marketing'])

/** A mail, as lists show it. */
export const Message = v.object({
  id: v.string(),
  to: v.string(),
  toName: v.nullable(v.string()),
  subject: v.string(),
  category: Category,
  state: MessageState,
  attempts: v.number(),
  /** Why it was not sent, or not yet, in plain words. */
  problem: v.nullable(v.string()),
  createdAt: Moment,
  sentAt: v.nullable(Moment),
})
export type Message = v.InferOutput<typeof Message>

/** A mail with what it says, for 30 days. */
export const WholeMessage = v.object({
  ...Message.entries,
  cc: v.array(v.string()),
  replyTo: v.nullable(v.string()),
  list: v.nullable(v.string()),
  text: v.string(),
  attachments: v.array(v.string()),
})
export type WholeMessage = v.InferOutput<typeof WholeMessage>

/** How things stand: what may be sent today, and through whom. */
export const Overview = v.object({
  isSetUp: v.boolean(),
  /** What is missing, in plain words. */
  missing: v.nullable(v.string()),
  from: v.string(),
  provider: v.string(),
  today: v.object({ used: v.number(), limit: v.number() }),
})
export type Overview = v.InferOutput<typeof Overview>

export const Reason = v.picklist(['bounce', 'complaint', 'unsubscribed', 'by_hand'])
/** An address that nothing, or not everything, is sent to. */
export const Suppression = v.object({
  id: v.string(),
  address: v.string(),
  /** `everything`, `optional` (all that is not transactional), or `list:<what they unsubscribed from>`. */
  scope: v.string(),
  reason: Reason,
  note: v.string(),
  createdAt: Moment,
})
export type Suppression = v.InferOutput<typeof Suppression>

/** A sample of a drawn mail. */
export const Sample = v.object({
  id: v.string(),
  title: v.string(),
  subject: v.string(),
  html: v.string(),
  text: v.string(),
})
export type Sample = v.InferOutput<typeof Sample>

/** One thing about the sending domain that mail servers look at. */
export const DomainCheck = v.object({
  id: v.picklist(['spf', 'dkim', 'dmarc']),
  title: v.string(),
  state: v.picklist(['good', 'weak', 'bad', 'unknown']),
  /** What is so. */
  says: v.string(),
  /** What to do about it; null when there is nothing to do. */
  todo: v.nullable(v.string()),
  /** The record as it was found. */
  found: v.nullable(v.string()),
})
export type DomainCheck = v.InferOutput<typeof DomainCheck>
export const DomainReport = v.object({ domain: v.nullable(v.string()), checks: v.array(DomainCheck) })
export type DomainReport = v.InferOutput<typeof DomainReport>

export const Receipt = v.object({ id: v.string(), state: v.picklist(['queued', 'suppressed', 'captured']) })
