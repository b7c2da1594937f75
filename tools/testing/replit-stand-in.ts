import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Replit's object storage: the sidecar that signs addresses, and the store that the addresses lead to.
 *
 * Each address is good for one object, one method and until it expires; the store asks nothing else, as Google's does
 * not, and knows no uploads in parts.
 */
export interface ReplitStandIn {
  /** Of both, the sidecar and the store. */
  readonly url: string
  readonly bucket: string
  readonly objects: ReadonlyMap<string, { readonly bytes: Buffer; readonly etag: string }>
  readonly overwrite: (key: string, bytes: Buffer) => void
  readonly stop: () => Promise<void>
}

interface Wish {
  readonly bucket_name: string
  readonly object_name: string
  readonly method: string
  readonly expires_at: string
}

export async function startReplitStandIn(): Promise<ReplitStandIn> {
  const key = randomBytes(32)
  const bucket = `replit-objstore-${randomBytes(4).toString('hex')}`
  const objects = new Map<string, { bytes: Buffer; etag: string }>()
  const store = (name: string, bytes: Buffer) => {
    const object = { bytes, etag: createHash('md5').update(bytes).digest('hex') }
    objects.set(name, object)
    return object
  }
  const seal = (method: string, name: string, expires: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([method, bucket, name, expires]))
      .digest('hex')

  const signAddress = (body: Buffer, origin: string, response: ServerResponse) => {
    const wish = JSON.parse(body.toString()) as Wish
    const isKnown = wish.bucket_name === bucket && ['GET', 'PUT', 'DELETE', 'HEAD'].includes(wish.method)
    if (!isKnown || !(Date.parse(wish.expires_at) > Date.now())) return end(response, 401)
    const expires = String(Date.parse(wish.expires_at))
    const query = new URLSearchParams({
      'X-Goog-Expires': expires,
      'X-Goog-Signature': seal(wish.method, wish.object_name, expires),
    })
    return end(response, 200, JSON.stringify({ signed_url: `${origin}/${bucket}/${wish.object_name}?${query}` }), {
      'content-type': 'application/json',
    })
  }
  const serve = (request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse) => {
    const name = decodeURIComponent(url.pathname.slice(bucket.length + 2))
    const expires = url.searchParams.get('X-Goog-Expires') ?? ''
    if (
      url.searchParams.get('X-Goog-Signature') !== seal(request.method ?? '', name, expires) ||
      Number(expires) < Date.now()
    )
      return end(response, 403)
    if (request.method === 'PUT') {
      if (request.headers['content-length'] === undefined) return end(response, 411)
      return end(response, 200, '', { etag: `"${store(name, body).etag}"` })
    }
    if (request.method === 'DELETE') return end(response, objects.delete(name) ? 204 : 404)
    return answerRead(request, objects.get(name), response)
  }

  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`
    const url = new URL(request.url ?? '/', origin)
    readBody(request)
      .then((body) =>
        url.pathname === '/object-storage/signed-object-url' && request.method === 'POST'
          ? signAddress(body, origin, response)
          : serve(request, url, body, response),
      )
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    objects,
    overwrite: store,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function answerRead(
  request: IncomingMessage,
  object: { bytes: Buffer; etag: string } | undefined,
  response: ServerResponse,
): ServerResponse {
  if (object === undefined) return end(response, 404)
  const headers = { etag: `"${object.etag}"` }
  const wanted = request.headers['if-match']
  if (wanted !== undefined && wanted !== headers.etag) return end(response, 412)
  const total = object.bytes.length
  if (request.method === 'HEAD') return end(response, 200, '', { ...headers, 'content-length': String(total) })
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  if (first === undefined) return end(response, 200, object.bytes, headers)
  const to = Math.min(Number(last), total - 1)
  return end(response, 206, object.bytes.subarray(Number(first), to + 1), {
    ...headers,
    'content-range': `bytes ${first}-${to}/${total}`,
  })
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function end(
  response: ServerResponse,
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): ServerResponse {
  response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers })
  return response.end(body)
}
