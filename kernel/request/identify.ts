import type { MiddlewareHandler } from 'hono'
import { newId } from '../sdk/new-id.ts'
import type { KernelEnv, Registry } from './context.ts'
import { newCost, writeCost } from './cost.ts'

export const securityHeaders = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const

/** Names the request, after the caller's Request-Id where it is one, and fixes its clock and where it came from. */
export function identify(registry: Registry): MiddlewareHandler<KernelEnv> {
  return async (c, next) => {
    const given = c.req.header('request-id')
    c.set('requestId', given !== undefined && /^[\w.:-]{8,100}$/.test(given) ? given : newId())
    c.set('now', new Date())
    c.set('cost', newCost())
    c.set('sentBody', { text: '' })
    c.set('registry', registry)
    const trusted = c.env.CLIENT_ADDRESS_HEADER
    const address = trusted === undefined ? undefined : c.req.header(trusted)
    c.set('address', address !== undefined && /^[0-9a-fA-F.:]{2,45}$/.test(address) ? address : 'unknown')
    await next()
  }
}

/** Outermost: every answer, a failure too, carries the request id, its cost, its limits and the security headers. */
export const respond: MiddlewareHandler<KernelEnv> = async (c, next) => {
  await next()
  const { headers } = c.res
  headers.set('request-id', c.get('requestId'))
  writeCost(headers, c.get('cost'))
  const isForFrames = headers.get('content-security-policy')?.includes('frame-ancestors *') === true
  for (const [name, value] of Object.entries(securityHeaders))
    if (!headers.has(name) && !(isForFrames && name === 'x-frame-options')) headers.set(name, value)
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
}
