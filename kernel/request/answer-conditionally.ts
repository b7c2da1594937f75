import type { Context, MiddlewareHandler } from 'hono'
import type { KernelEnv } from './context.ts'

/**
 * Gives every JSON answer to a GET an ETag, the handler's own or a weak one over the body, and answers 304 when the
 * client has it already (RFC 9110, 13.1.2).
 */
export const answerConditionally: MiddlewareHandler<KernelEnv> = async (c, next) => {
  await next()
  const isJson = c.res.headers.get('content-type')?.startsWith('application/json') === true
  if (c.req.method !== 'GET' || c.res.status !== 200 || !isJson) return
  let etag = c.res.headers.get('etag')
  if (etag === null) {
    const body = await c.res.arrayBuffer()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
    etag = `W/"${btoa(String.fromCharCode(...digest.subarray(0, 18)))}"`
    replace(c, new Response(body, c.res))
    c.res.headers.set('etag', etag)
  }
  const known = c.req.header('if-none-match')
  if (known !== undefined && isSame(known, etag)) {
    const headers = new Headers(c.res.headers)
    headers.delete('content-type')
    headers.delete('content-length')
    replace(c, new Response(null, { status: 304, headers }))
  }
}

/** Puts an answer in the place of the one whose headers it has: Hono would copy them into it once more. */
function replace(c: Context, response: Response): void {
  c.res = undefined
  c.res = response
}

/** The weak comparison: two ETags are the same when their opaque parts are. */
function isSame(list: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return list.trim() === '*' || list.split(',').some((tag) => opaque(tag) === opaque(etag))
}
