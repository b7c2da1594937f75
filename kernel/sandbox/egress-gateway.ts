import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { egress } from '../files/egress.ts'
import { countBytes } from './count-bytes.ts'
import type { Grants } from './grants.ts'
import { rereadInstalled } from './reread-installed.ts'
import { type Spender, spendGranted } from './spend-granted.ts'

/** Whose requests pass. The plugin sees nothing of it. */
export interface EgressProps {
  readonly tenantId: string
  readonly pluginId: string
  readonly version: string
  /** As they were when the isolate was loaded; what has been taken away since is found by the epoch. */
  readonly grants: Grants
}

/** A request costs at least this much of the day's bytes, however short the answer is. */
const leastBytes = 1024
const patienceMs = 30_000
const largestBody = 10 * 1024 * 1024
/** What speaks for the platform or the way to it, and what would open another kind of connection. */
const withheld =
  /^(cookie|host|x-tenant-id|cf-.*|mf-.*|x-forwarded-.*|x-real-ip|true-client-ip|forwarded|via|proxy-.*|connection|upgrade|te|trailer|transfer-encoding|expect)$/

/**
 * The only way out of an isolate: HTTPS to hosts that the workspace grants, each request counted.
 *
 * A redirect goes back as it is; following it is another request, looked at like any other.
 */
export class EgressGateway extends WorkerEntrypoint<Env, EgressProps> {
  override async fetch(request: Request): Promise<Response> {
    try {
      return await pass(this.env, this.ctx, request)
    } catch (error) {
      // What is thrown here reaches the plugin: nothing of the platform's inside is in it.
      throw new Error(messageOf(error))
    }
  }
}

async function pass(env: Env, ctx: ExecutionContext<EgressProps>, request: Request): Promise<Response> {
  const { tenantId, pluginId, grants } = ctx.props
  const url = new URL(request.url)
  requirePlain(request, url)
  const spender: Spender = {
    env,
    tenantId,
    pluginId,
    grants,
    reread: (epoch) => rereadInstalled(env, tenantId, pluginId, epoch),
  }
  const host = url.hostname
  await spendGranted(spender, `host:${host}`, ({ hosts }) =>
    Object.hasOwn(hosts, host) ? hosts[host]?.perDay : undefined,
  )
  await spendGranted(spender, 'egressBytes', bytesOf, leastBytes)
  const response = await send(env, request)
  const headers = new Headers(response.headers)
  // The body is here as it was before it was packed, so that what is packed small counts as what it becomes.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  const { status } = response
  if (response.body === null || [101, 204, 205, 304].includes(status)) return new Response(null, { status, headers })
  const body = countBytes(response.body, (amount) => spendGranted(spender, 'egressBytes', bytesOf, amount))
  return new Response(body, { status, headers })
}

function bytesOf({ limits }: Grants): number {
  return limits.egressBytesPerDay
}

function requirePlain(request: Request, url: URL): void {
  if (url.protocol !== 'https:' || url.port !== '')
    throw kernelErrors.addressRefused({ detail: 'A plugin talks to hosts over https:// on its usual port' })
  if (request.headers.has('upgrade'))
    throw kernelErrors.addressRefused({ detail: 'A plugin opens no WebSocket and no connection of its own' })
}

async function send(env: Env, request: Request): Promise<Response> {
  const headers = new Headers()
  for (const [name, value] of request.headers) if (!withheld.test(name)) headers.set(name, value)
  const { method } = request
  try {
    const body = method === 'GET' || method === 'HEAD' ? null : await readBody(request)
    return await egress(env)(request.url, { method, headers, body, signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    throw error instanceof AppError ? error : kernelErrors.hostFailed()
  }
}

async function readBody({ body }: Request): Promise<ArrayBuffer | null> {
  if (body === null) return null
  let size = 0
  const measured = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength
        if (size > largestBody) throw kernelErrors.tooMuchData({ limitBytes: largestBody })
        controller.enqueue(chunk)
      },
    }),
  )
  return new Response(measured).arrayBuffer()
}

function messageOf(error: unknown): string {
  if (!(error instanceof AppError)) {
    console.error('The way out failed', error instanceof Error ? error.message : error)
    return 'The request could not be sent'
  }
  const { detail } = error.facts
  return typeof detail === 'string' ? `${error.message}: ${detail}` : error.message
}
