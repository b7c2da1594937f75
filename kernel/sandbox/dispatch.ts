import { Hono } from 'hono'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { RouteClass } from '../gate/limits.ts'
import { isReserved } from '../registry/reserved-names.ts'
import { BoundedMap } from '../request/bounded-map.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { admit, authorize, enter } from '../request/enter.ts'
import { answerRequest } from './answer-request.ts'
import { type FoundVersion, findVersion } from './find-version.ts'
import { requireRunning } from './require-running.ts'
import type { Audience, Found } from './route-table.ts'
import { spendRequest } from './spend-request.ts'

/** Which version answered at a workspace's addresses last: tells the class of a route before the gate is asked. */
const answeredBy = new BoundedMap<FoundVersion>(20_000)

/**
 * Published plugins at the addresses that built-in ones have. The same comes before the handler: authenticate, tenant,
 * admit, authorize; by the manifest alone, before the isolate hears of it.
 */
export function publishedRoutes(): Hono<KernelEnv> {
  return new Hono<KernelEnv>()
    .all('/api/public/:tenant/:plugin{[a-z][a-z_]{1,40}}/*', (c, next) => serve(c, 'public', next))
    .all('/api/:plugin{[a-z][a-z_]{1,40}}/*', (c, next) => serve(c, 'tenant', next))
}

async function serve(c: KernelContext, audience: Audience, next: () => Promise<void>): Promise<Response | undefined> {
  const id = c.req.param('plugin') ?? ''
  if (isReserved(id) || c.get('registry').plugins.some((plugin) => plugin.id === id)) {
    await next()
    return undefined
  }
  const base = audience === 'tenant' ? `/api/${id}` : `/api/public/${c.req.param('tenant')}/${id}`
  const path = c.req.path.slice(base.length) || '/'
  const method = c.req.method
  const place = [
    audience,
    c.req.param('tenant') ?? c.req.header('x-tenant-id') ?? c.req.header('authorization'),
    id,
  ].join(' ')
  const guessed = classOf(answeredBy.get(place)?.routes(audience, method, path), method)
  c.set('calledPlugin', id)
  await enter(c, id, { audience, permission: undefined, routeClass: guessed })
  const installed = requireRunning(c.get('tenantSnapshot'), id)
  const countTrip = () => {
    c.get('cost').roundTrips += 1
  }
  const version = await findVersion(c.env, id, installed, countTrip)
  answeredBy.set(place, version)
  const found = version.routes(audience, method, path)
  if (!('route' in found)) throw refuse(found.methods)
  const { routeClass, permission } = found.route
  // The first request to a route, or to one whose class has changed, takes a token of the class that it has.
  if (routeClass !== guessed) await admit(c, 'tenant', c.get('tenant').id, c.get('principal').actor, routeClass)
  if (audience === 'tenant') authorize(c, permission)
  spendRequest(c, installed)
  return answerRequest(c, { audience, base, version, installed })
}

function classOf(found: Found | undefined, method: string): RouteClass {
  if (found !== undefined && 'route' in found) return found.route.routeClass
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}

function refuse(methods: readonly string[]): Error {
  return methods.length === 0
    ? kernelErrors.notFound()
    : kernelErrors.methodNotAllowed({}, { allow: methods.join(', ') })
}
