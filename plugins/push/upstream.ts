import { encryptNotification, vapidHeaders } from '@block65/webcrypto-web-push'
import { AppError, type Belongings, type Tenant } from '#sdk'
import { isPushService } from './devices/check-endpoint.ts'
import { drawPayload, smallest } from './sending/draw-payload.ts'
import { explainRefusal, serviceOf } from './sending/explain-refusal.ts'
import { readRetryAfter } from './sending/read-retry-after.ts'
import type { Settings } from './settings.ts'
import { base64Url, type VapidKey } from './vapid-key.ts'

const patienceMs = 15_000

/** What came of handing a message to a push service; `waitMs` where the service says how long to wait. */
export type PushAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'busy' | 'refused'; readonly reason: string; readonly waitMs?: number }

/** The keys of a browser's subscription. */
export interface Target {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

export interface Content {
  readonly title: string
  readonly body: string
  /** A page under the platform's origin. */
  readonly link: string
  readonly tag: string | null
  readonly urgency: 'low' | 'normal' | 'high'
  readonly ttlSeconds: number
}

export interface PushContext extends Pick<Belongings, 'fetch' | 'installation'> {
  readonly settings: Settings
  readonly tenant: Tenant
  readonly key: VapidKey
}

/** Hands a message to the push service of a device, encrypted for it alone (RFC 8030, 8291, 8292). */
export async function sendPush(context: PushContext, target: Target, content: Content): Promise<PushAnswer> {
  // Judged once more: the list may be another one than on the day on which the device came.
  if (!isPushService(target.endpoint, context.installation)) return { kind: 'gone' }
  for (let size = 0; ; size++) {
    const answer = await post(context, target, content, size)
    if (answer === 'too large' && size < smallest) continue
    if (answer !== 'too large') return answer
    return { kind: 'refused', reason: `${serviceOf(target.endpoint)} says that the notification is too large.` }
  }
}

async function post(
  context: PushContext,
  target: Target,
  content: Content,
  size: number,
): Promise<PushAnswer | 'too large'> {
  const { endpoint, p256dh, auth } = target
  const subscription = { endpoint, expirationTime: null, keys: { p256dh, auth } }
  const payload = new TextEncoder().encode(JSON.stringify(drawPayload(content, size)))
  try {
    const { headers } = await vapidHeaders(subscription, { ...context.key, subject: contactOf(context) })
    const response = await context.fetch(endpoint, {
      method: 'POST',
      headers: {
        ...headers,
        ttl: String(content.ttlSeconds),
        urgency: content.urgency,
        ...(content.tag === null ? {} : { topic: await topicOf(content.tag) }),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
      },
      // Padded to one length, so that the service does not learn how much is said; where that is too much, as it is.
      body: await encryptNotification(subscription, payload, { pad: size === 0 }),
      signal: AbortSignal.timeout(patienceMs),
    })
    const answer = await readAnswer(response, endpoint)
    await response.body?.cancel().catch(() => undefined)
    return answer
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', reason: error.message }
    return { kind: 'busy', reason: `${serviceOf(endpoint)} does not answer.` }
  }
}

async function readAnswer(response: Response, endpoint: string): Promise<PushAnswer | 'too large'> {
  const { status, headers } = response
  if (status >= 200 && status < 300) return { kind: 'taken' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  if (status === 413) return 'too large'
  if (status !== 429 && status < 500) return { kind: 'refused', reason: explainRefusal(status, endpoint) }
  const waitMs = readRetryAfter(headers.get('retry-after'), Date.now())
  const reason = `${serviceOf(endpoint)} is busy (${status}).`
  return { kind: 'busy', reason, ...(waitMs === undefined ? {} : { waitMs }) }
}

/** Whom a push service may write to (RFC 8292, 2.1): the contact address, or the platform itself. */
function contactOf({ settings, installation }: PushContext): string {
  if (settings.contact !== '') return `mailto:${settings.contact}`
  if (installation.origin.startsWith('https://')) return installation.origin
  const host = installation.origin === '' ? 'localhost' : new URL(installation.origin).hostname
  return `mailto:no-reply@${host}`
}

/** 32 characters at most of base64url (RFC 8030, 5.4): what takes the place of what, and nothing that says more. */
async function topicOf(tag: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tag))
  return base64Url(new Uint8Array(digest, 0, 24))
}
