import * as v from 'valibot'
import { listQuery, Timestamp, text, Uuid } from '../sdk/schemas.ts'

const Url = v.pipe(v.string('Write an address'), v.trim(), v.maxLength(2000, 'Use at most 2000 characters'))
const Events = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(100)), 'List the events to send'),
  v.minLength(1, 'Choose at least one event'),
  v.maxLength(100, 'Choose at most 100 events, or * for all'),
)
const Signing = v.picklist(['hmac', 'ed25519'], 'Choose hmac or ed25519')

export const NewWebhook = v.object({
  url: Url,
  description: v.optional(text(500), ''),
  events: Events,
  signing: v.optional(Signing, 'hmac'),
  enabled: v.optional(v.boolean('Say true or false'), true),
})

export const WebhookPatch = v.object({
  url: v.optional(Url),
  description: v.optional(text(500)),
  events: v.optional(Events),
  enabled: v.optional(v.boolean('Say true or false')),
})

export const Webhook = v.object({
  id: Uuid,
  url: v.string(),
  description: v.string(),
  /** Actions, all that begin with something (`crm.deal.*`), or `*`. */
  events: v.array(v.string()),
  signing: Signing,
  enabled: v.boolean(),
  /** Why the platform turned it off; null when it did not. */
  disabledReason: v.nullable(v.string()),
  /** For If-Match. */
  version: v.number(),
  createdAt: Timestamp,
  lastSuccessAt: v.nullable(Timestamp),
  lastFailureAt: v.nullable(Timestamp),
})

/** The key is in this answer and nowhere else, ever: a retry under the same Idempotency-Key gets null. */
export const FreshWebhook = v.object({
  ...Webhook.entries,
  /** `whsec_…`, for hmac. */
  secret: v.optional(v.nullable(v.string())),
  /** `whpk_…`, for ed25519. */
  publicKey: v.optional(v.nullable(v.string())),
})

export const Rotation = v.object({
  /** How long messages are signed with the old key too, at most a week. */
  overlapSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7 * 24 * 60 * 60)),
    24 * 60 * 60,
  ),
})

const State = v.picklist(['pending', 'delivered', 'failed', 'dead'], 'Choose pending, delivered, failed or dead')

const Message = v.object({
  method: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
})
const Answer = v.object({
  status: v.number(),
  headers: v.record(v.string(), v.string()),
  /** Its first 4096 bytes. */
  body: v.string(),
  tookMs: v.number(),
})

/** An event on its way to a webhook: `failed` is tried again, `dead` was given up. */
export const Delivery = v.object({
  id: Uuid,
  eventId: Uuid,
  action: v.string(),
  state: State,
  attempts: v.number(),
  nextAttemptAt: v.nullable(Timestamp),
  lastStatus: v.nullable(v.number()),
  lastError: v.nullable(v.string()),
  createdAt: Timestamp,
  /** Of the last try; its headers and body are empty before the first. */
  request: Message,
  response: v.nullable(Answer),
})

export const DeliveryParams = v.object({ id: Uuid, deliveryId: Uuid })
export const DeliveryQuery = v.object({ state: v.optional(State), ...listQuery })

export const Span = v.pipe(
  v.object({ from: Timestamp, to: Timestamp }),
  v.forward(
    v.check(({ from, to }) => Date.parse(from) < Date.parse(to), 'Choose an end after the beginning'),
    ['to'],
  ),
)
export const Replayed = v.object({
  /** How many are sent again; at most 10,000 at once. */
  replayed: v.number(),
})
