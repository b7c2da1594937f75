import { kernelDatabase } from '../database/kernel-database.ts'
import type { Carrier, Delivery, Outcome } from '../delivery/delivery.ts'
import { readTenant } from '../delivery/open-work.ts'
import type { Env } from '../env.ts'
import type { Registry } from '../request/context.ts'
import { keyEncryptionKey, openSecret, unwrapTenantKey } from '../secrets/seal-secret.ts'
import { urlFault } from './check-url.ts'
import { disableWhereDue } from './disable-webhook.ts'
import { readRetryAfter, waitAfter } from './retry-schedule.ts'
import { type Answer, type Message, sendMessage } from './send-message.ts'
import { signWith } from './webhook-key.ts'

interface OpenWebhook {
  readonly tenantId: string
  readonly url: string
  /** The newest first. */
  readonly secrets: readonly string[]
}

/** What the log keeps of a message's body. */
const mostLoggedBody = 16_384

/** Sends records to a webhook. */
export async function webhookCarrier(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  webhookId: string,
): Promise<Carrier> {
  const [webhook, tenant] = await Promise.all([openWebhook(env, tenantId, webhookId), readTenant(env, tenantId)])
  return {
    // The runtime opens six connections at a time, and one belongs to the database.
    atOnce: 5,
    lanes: 5,
    carry: async (delivery) =>
      webhook === undefined || tenant === null
        ? { id: delivery.id, lease: delivery.lease, outcome: 'dropped' }
        : send(env, webhook, delivery),
    afterwards: (outcomes) => disableWhereDue(env, ctx, registry, tenantId, webhookId, outcomes),
  }
}

async function openWebhook(env: Env, tenantId: string, webhookId: string): Promise<OpenWebhook | undefined> {
  const rows = await kernelDatabase(env, tenantId).call(
    `select w.url, t.wrapped, (
       select json_agg(json_build_object('id', k.id, 'sealed', k.sealed) order by k.created_at desc, k.id desc) from kernel.webhook_keys k
       where k.webhook_id = w.id and coalesce(k.expires_at > clock_timestamp(), true))
     from kernel.webhooks w cross join kernel.tenant_keys t where w.id = $1 and w.enabled`,
    [webhookId],
  )
  const [url, wrapped, sealed] = rows[0] ?? []
  if (typeof url !== 'string' || typeof wrapped !== 'string') return undefined
  const key = await unwrapTenantKey(wrapped, await keyEncryptionKey(env.ENCRYPTION_KEY), tenantId)
  const keys = (sealed ?? []) as { readonly id: string; readonly sealed: string }[]
  const secrets = keys.map((each) => openSecret(each.sealed, key, { tenantId, pluginId: 'webhooks', name: each.id }))
  return { tenantId, url, secrets: await Promise.all(secrets) }
}

async function send(env: Env, webhook: OpenWebhook, delivery: Delivery): Promise<Outcome> {
  const nowMs = Date.now()
  const fault = urlFault(webhook.url, env.WEBHOOK_ALLOW_PRIVATE === 'loopback')
  const message = await writeMessage(webhook, delivery, nowMs)
  const answer = fault ?? (await sendMessage(env.EGRESS ?? globalThis, message))
  const request = { ...message, body: message.body.slice(0, mostLoggedBody) }
  const { id, lease } = delivery
  if (typeof answer === 'string') return { ...afterFailure(delivery.attempt, 0), id, lease, error: answer, request }
  const { status } = answer
  const seen = { id, lease, status, request, response: answer }
  if (status >= 200 && status < 300) return { ...seen, outcome: 'done' }
  const error = describe(answer)
  if (status === 410) return { ...seen, outcome: 'dead', error }
  const askedMs = status === 429 || status === 503 ? readRetryAfter(answer.headers['retry-after'] ?? null, nowMs) : 0
  return { ...seen, ...afterFailure(delivery.attempt, askedMs), error }
}

/** The headers and the body of Standard Webhooks 1.0. The id is the event's: a receiver that has seen it may leave it at that. */
async function writeMessage(
  { tenantId, url, secrets }: OpenWebhook,
  delivery: Delivery,
  nowMs: number,
): Promise<Message> {
  const { eventId, action, at, actor, subject, about, data } = delivery
  const body = JSON.stringify({
    type: action,
    timestamp: at.toISOString(),
    id: eventId,
    tenantId,
    actor,
    subject,
    about,
    data,
  })
  const timestamp = String(Math.floor(nowMs / 1000))
  const signatures = await Promise.all(secrets.map((secret) => signWith(secret, `${eventId}.${timestamp}.${body}`)))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Digital-Platform-Factory-Webhooks/1.0',
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
  return { method: 'POST', url, headers, body }
}

function afterFailure(attempt: number, askedMs: number): Pick<Outcome, 'outcome' | 'wait_ms'> {
  const waitMs = waitAfter(attempt, askedMs)
  return waitMs === undefined ? { outcome: 'dead' } : { outcome: 'retry', wait_ms: waitMs }
}

function describe({ status }: Answer): string {
  if (status >= 300 && status < 400) return `The address answered ${status}, a redirect, which is not followed`
  if (status === 410) return 'The address answered 410: it wants no more events'
  if (status === 429) return 'The address answered 429: it takes no more for now'
  return `The address answered ${status}`
}
