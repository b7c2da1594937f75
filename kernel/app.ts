import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { authRoutes, meRoutes } from './auth/routes.ts'
import { requireTwoStepsRoutes } from './auth/two-steps/require-routes.ts'
import { requireSoundCatalogue } from './database/require-sound-catalogue.ts'
import { eventsRoutes } from './delivery/event-schemas.ts'
import { deliveriesRoutes } from './delivery/routes.ts'
import { catchFailure } from './errors/catch-failure.ts'
import { kernelErrors } from './errors/kernel-errors.ts'
import { keysRoutes } from './keys/routes.ts'
import { auditRoutes } from './ledger/routes.ts'
import { timelineRoutes } from './ledger/timeline-routes.ts'
import { liveRoutes } from './live/routes.ts'
import { installationRoutes } from './marketplace/installation-routes.ts'
import { pluginsRoutes } from './marketplace/plugins-routes.ts'
import { marketplaceRoutes } from './marketplace/routes.ts'
import { notificationsRoutes } from './notifications/routes.ts'
import { operatorRoutes } from './operator/routes.ts'
import { publisherRoutes } from './publisher/routes.ts'
import { checkPlugin } from './registry/check-plugin.ts'
import { connectorsRoutes, modulesRoutes } from './registry/routes.ts'
import { answerConditionally } from './request/answer-conditionally.ts'
import type { KernelEnv, Registry } from './request/context.ts'
import { enter } from './request/enter.ts'
import { identify, respond } from './request/identify.ts'
import { publishedRoutes } from './sandbox/dispatch.ts'
import type { Plugin } from './sdk/define-plugin.ts'
import { siteRoutes } from './site/routes.ts'
import { invitationsRoutes } from './tenancy/invitations-routes.ts'
import { publicLogoRoutes } from './tenancy/logo-routes.ts'
import { membersRoutes } from './tenancy/members-routes.ts'
import { tenantRoutes, tenantsRoutes } from './tenancy/routes.ts'
import { usageRoutes } from './usage/routes.ts'
import { webhooksRoutes } from './webhooks/routes.ts'

/**
 * The life of a request, top to bottom: identify, then (each route's `endpoint` calls `enter`) authenticate, tenant,
 * admit, authorize, then the handler, then respond.
 */
export function createApp(registry: Registry): Hono<KernelEnv> {
  const app = new Hono<KernelEnv>()
  app.onError(catchFailure)
  app.notFound((c) => catchFailure(kernelErrors.notFound(), c))
  app.use(respond)
  app.use(identify(registry))
  // Any site may call with a bearer token; cookies are sent to nobody but ourselves, so there is nothing to steal.
  app.use('/api/*', shareWithAnySite)
  app.use('/api/*', requireSoundCatalogue)
  app.use('/api/*', answerConditionally)

  const kernel = new Hono<KernelEnv>()
  kernel.route('/auth', authRoutes)
  kernel.route('/me', meRoutes)
  kernel.route('/tenants', tenantsRoutes)
  kernel.route('/tenant/two-steps', requireTwoStepsRoutes)
  kernel.route('/tenant', tenantRoutes)
  kernel.route('/logos', publicLogoRoutes)
  kernel.route('/members', membersRoutes)
  kernel.route('/invitations', invitationsRoutes)
  kernel.route('/api-keys', keysRoutes)
  kernel.route('/modules', modulesRoutes)
  kernel.route('/connectors', connectorsRoutes)
  kernel.route('/marketplace', marketplaceRoutes)
  kernel.route('/plugins', pluginsRoutes)
  kernel.route('/plugins', installationRoutes)
  kernel.route('/operator', operatorRoutes)
  kernel.route('/publisher', publisherRoutes)
  kernel.route('/audit', auditRoutes)
  kernel.route('/timeline', timelineRoutes)
  kernel.route('/live', liveRoutes)
  kernel.route('/notifications', notificationsRoutes)
  kernel.route('/usage', usageRoutes)
  kernel.route('/webhooks', webhooksRoutes)
  kernel.route('/deliveries', deliveriesRoutes)
  kernel.route('/events', eventsRoutes)
  mount(app, '/api', 'kernel', kernel)

  for (const plugin of registry.plugins) {
    checkPlugin(plugin)
    mount(app, `/api/${plugin.id}`, plugin.id, plugin.routes)
    if (plugin.publicRoutes !== undefined)
      mount(app, `/api/public/:tenant/${plugin.id}`, plugin.id, plugin.publicRoutes)
  }
  app.route('/', publishedRoutes())
  app.route('/', siteRoutes(app, registry))
  registry.dispatch = app.fetch
  return app
}

/** Mounts a router; whoever owns it is fixed here, not by anything the request says. */
function mount(app: Hono<KernelEnv>, path: string, owner: string, router: Plugin['routes']): void {
  const guarded = new Hono<KernelEnv>()
  guarded.use(async (c, next) => {
    c.set('enter', (admission) => enter(c, owner, admission))
    await next()
  })
  guarded.route('/', router)
  app.route(path, guarded)
}

/** Hono's own middleware answers the preflight; before a handler it would make a first answer, and copy it into the real one. */
const shareWithAnySite: MiddlewareHandler<KernelEnv> = async (c, next) => {
  if (c.req.method === 'OPTIONS') return preflight(c, next)
  await next()
  c.res.headers.set('access-control-allow-origin', '*')
  c.res.headers.set('access-control-expose-headers', answeredHeaders.join(','))
}

const sentHeaders = [
  'authorization',
  'content-type',
  'x-tenant-id',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'request-id',
]
const answeredHeaders = [
  'etag',
  'request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'server-timing',
  'location',
  'content-disposition',
]

const preflight = cors({
  origin: '*',
  maxAge: 86_400,
  allowHeaders: sentHeaders,
  exposeHeaders: answeredHeaders,
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
})
