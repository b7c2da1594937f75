import type { WholeResponse } from './protocol.ts'

const mostBytes = 10 * 1024 * 1024
/** JSON that comes as a stream, as from no module that the SDK serves: piece by piece it costs everybody's time. */
const mostStreamed = 1024 * 1024
const mostFileBytes = 50 * 1024 * 1024
const wholeMs = 10_000
const bodyMs = 60_000

/** What is read whole before it is passed on: its ETag is of all of it. */
const wholeTypes = /^application\/(json|problem\+json)$/
/** What a browser may be shown as what it is. Anything else is a file to keep. */
const openTypes = /^(text\/(csv|plain|calendar)|application\/(x-ndjson|octet-stream|pdf)|image\/(png|jpeg|webp))$/

const kept = ['etag', 'last-modified', 'retry-after', 'content-language'] as const

/** Where the plugin's own addresses begin. */
interface Place {
  readonly base: string
}

/**
 * What of a plugin's response goes to the caller: its status, a few headers, and so many bytes. Undefined when it may
 * not be answered at all.
 *
 * Cookies, CORS, security headers and redirects are the platform's own affair: they speak for its whole origin.
 */
export async function filterResponse(response: Response, place: Place): Promise<Response | undefined> {
  const { status } = response
  if (!isAnswerable(status)) return undefined
  const headers = headersOf(response.headers, place)
  if (response.body === null || isEmpty(status)) return new Response(null, { status, headers: withoutType(headers) })
  const type = typeOf(response.headers)
  if (!wholeTypes.test(type)) return new Response(capped(response.body), { status, headers })
  const bytes = await readWhole(response.body)
  return bytes === undefined ? undefined : new Response(bytes, { status, headers })
}

/** The same of a response that came whole: JSON alone comes so. */
export function filterWhole({ status, headers, body }: WholeResponse, place: Place): Response | undefined {
  if (!isAnswerable(status) || isEmpty(status) || body.length > mostBytes) return undefined
  try {
    const from = new Headers(headers)
    return wholeTypes.test(typeOf(from)) ? new Response(body, { status, headers: headersOf(from, place) }) : undefined
  } catch {
    return undefined
  }
}

/** Any success with all of its body, and what the caller did wrong, but for 401, which would sign them out. */
function isAnswerable(status: number): boolean {
  if (status === 206 || status === 401) return false
  return (status >= 200 && status < 300) || status === 304 || (status >= 400 && status < 500)
}

function isEmpty(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

function headersOf(from: Headers, { base }: Place): Headers {
  const headers = new Headers()
  for (const name of kept) {
    const value = from.get(name)
    if (value !== null && value.length <= 300) headers.set(name, value)
  }
  const location = from.get('location')
  if (location !== null && isWithin(location, base)) headers.set('location', location)
  const type = typeOf(from)
  const isOpen = wholeTypes.test(type) || openTypes.test(type)
  headers.set('content-type', isOpen ? withCharset(type) : 'application/octet-stream')
  const disposition = from.get('content-disposition') ?? ''
  if (/^(attachment|inline)(;|$)[\x20-\x7e]{0,300}$/.test(disposition)) headers.set('content-disposition', disposition)
  if (!isOpen && !disposition.startsWith('attachment')) headers.set('content-disposition', 'attachment')
  return headers
}

/** An address of the plugin's own, and none that a browser would read as another's. */
function isWithin(location: string, base: string): boolean {
  if (!/^[\w/.~:%-]{1,500}$/.test(location) || /(\.|%2e){2}/i.test(location)) return false
  return location === base || location.startsWith(`${base}/`)
}

function typeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'application/octet-stream'
}

function withCharset(type: string): string {
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}

function withoutType(headers: Headers): Headers {
  headers.delete('content-type')
  headers.delete('content-disposition')
  return headers
}

/** Reads a body whole; undefined when it is larger than one may be, or does not come. */
async function readWhole(body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    void reader.cancel().catch(() => undefined)
  }, wholeMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size > mostStreamed) return undefined
      chunks.push(value)
    }
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    if (size > mostStreamed) await reader.cancel().catch(() => undefined)
  }
  return isLate ? undefined : join(chunks, size)
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** Passes a body on, and breaks it off when it is larger, or takes longer, than one may. */
function capped(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const endsAtMs = Date.now() + bodyMs
  let size = 0
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) return controller.close()
      size += value.byteLength
      if (size > mostFileBytes || Date.now() > endsAtMs) {
        controller.error(new Error('The body was longer than it may be'))
        await reader.cancel().catch(() => undefined)
        return
      }
      controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
