import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { importJWK, jwtVerify } from 'jose'
import { testCertificates } from '#sdk/testing'
import { makeReceiver, openMessage, type Receiver } from './open-message.ts'

/** A message as it came to the push service, opened as the browser opens it. */
export interface ReceivedPush {
  readonly payload: { readonly title: string; readonly body: string; readonly path: string; readonly tag?: string }
  readonly headers: Readonly<Record<string, string>>
  /** What the sender signed (RFC 8292), checked. */
  readonly claims: { readonly aud?: unknown; readonly sub?: unknown; readonly exp?: number; readonly iat?: number }
  readonly publicKey: string
  readonly sealedBytes: number
}

export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface PushService {
  /** A new browser, as `PushSubscription.toJSON()` tells of it. */
  readonly subscribe: () => Subscription
  readonly received: (subscription: Subscription) => readonly ReceivedPush[]
  /** How a message is answered instead of being taken; by the device, or for all. */
  answer: ((subscription: Subscription, sealedBytes: number) => Answer | undefined) | undefined
  /** How often it did not take a message. */
  readonly refusals: () => number
  readonly host: string
  readonly stop: () => Promise<void>
}

interface Browser {
  readonly subscription: Subscription
  readonly receiver: Receiver
  readonly received: ReceivedPush[]
}

/** A push service on this machine: it takes what RFC 8030, 8188, 8291 and 8292 say, and nothing less. */
export async function startPushService(): Promise<PushService> {
  const { key, cert } = await testCertificates()
  const browsers = new Map<string, Browser>()
  let refusals = 0
  const service = {
    answer: undefined as PushService['answer'],
    take: async (request: IncomingMessage): Promise<Answer> => {
      const browser = browsers.get(request.url ?? '')
      const sealed = await readAll(request)
      if (request.method !== 'POST' || browser === undefined) return { status: 404 }
      const answer = service.answer?.(browser.subscription, sealed.length)
      if (answer !== undefined) return answer
      // RFC 8030, 7.2: no service has to take more.
      if (sealed.length > 4096) return { status: 413 }
      browser.received.push(await open(browser, request, sealed))
      return { status: 201 }
    },
  }
  const server = createServer({ key, cert }, (request, response) => {
    service
      .take(request)
      .catch((error: unknown) => {
        console.error('The push service refuses:', error instanceof Error ? error.message : error)
        return { status: 400 } as Answer
      })
      .then(({ status, headers }) => {
        if (status >= 300) refusals += 1
        response.writeHead(status, headers).end()
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `https://localhost:${typeof address === 'object' ? address?.port : ''}`
  return {
    host: 'localhost',
    subscribe: () => {
      const receiver = makeReceiver(randomBytes(16))
      const path = `/push/${randomBytes(12).toString('base64url')}`
      const keys = {
        p256dh: receiver.ecdh.getPublicKey('base64url'),
        auth: receiver.auth.toString('base64url'),
      }
      const subscription = { endpoint: `${origin}${path}`, keys }
      browsers.set(path, { subscription, receiver, received: [] })
      return subscription
    },
    received: ({ endpoint }) => browsers.get(new URL(endpoint).pathname)?.received ?? [],
    get answer() {
      return service.answer
    },
    set answer(answer) {
      service.answer = answer
    },
    refusals: () => refusals,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function open({ receiver }: Browser, { headers }: IncomingMessage, sealed: Buffer): Promise<ReceivedPush> {
  if (headers['content-encoding'] !== 'aes128gcm') throw new Error('The content encoding is not aes128gcm')
  if (!/^\d+$/.test(String(headers.ttl))) throw new Error('There is no TTL')
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? []
  const point = Buffer.from(publicKey, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const audience = `https://${headers.host}`
  const verified = await jwtVerify(token, await importJWK(jwk, 'ES256'), {
    audience,
    algorithms: ['ES256'],
    typ: 'JWT',
    requiredClaims: ['exp', 'sub'],
  })
  return {
    payload: JSON.parse(openMessage(receiver, sealed).toString('utf8')),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    claims: verified.payload,
    publicKey,
    sealedBytes: sealed.length,
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
