import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { LedgerRecord } from '../../database/capability.ts'
import type { CallContext, KernelCapabilities, Result } from '../../sandbox/protocol.ts'
import type { AnyRouter, Plugin } from '../define-plugin.ts'
import { platformErrors } from '../platform-errors.ts'
import type { PluginEnv } from '../request.ts'
import { carryResponse } from './carry-response.ts'
import { describeFailure, type Failure } from './describe-failure.ts'
import { openVariables } from './open-variables.ts'
import { readSettings } from './read-settings.ts'

interface Given {
  readonly kernel: KernelCapabilities
  readonly context: CallContext
  failure?: Failure
}

interface IsolatedEnv extends PluginEnv {
  Bindings: { readonly given: Given }
}

export type Answer = (
  audience: 'tenant' | 'public',
  request: Request,
  kernel: KernelCapabilities,
  context: CallContext,
) => Promise<Extract<Result, { response: unknown } | { whole: unknown }> | Failure>

/** Serves a plugin's routes at the addresses that they have beside the kernel. The kernel has admitted whoever asks. */
export function answerRequests(plugin: Plugin): Answer {
  const apps = {
    tenant: mount(plugin, `/api/${plugin.id}`, plugin.routes),
    public: mount(plugin, `/api/public/:tenant/${plugin.id}`, plugin.publicRoutes ?? new Hono()),
  }
  return async (audience, request, kernel, context) => {
    const given: Given = { kernel: { ...kernel }, context }
    const response = await apps[audience].fetch(request, { given })
    return given.failure ?? carryResponse(given.kernel, response)
  }
}

function mount(plugin: Plugin, path: string, router: AnyRouter): Hono<IsolatedEnv> {
  const app = new Hono<IsolatedEnv>()
  const fail = (given: Given, error: unknown) => {
    if (error instanceof HTTPException) return error.getResponse()
    given.failure = describeFailure(error)
    return new Response(null, { status: 500 })
  }
  app.onError((error, c) => fail(c.env.given, error))
  app.notFound((c) => fail(c.env.given, platformErrors.notFound()))
  app.use(async (c, next) => {
    const { kernel, context } = c.env.given
    const record = () => routeRecord(plugin.id, c.req.raw)
    const settings = readSettings(plugin, context.settings)
    for (const [name, value] of Object.entries(openVariables(plugin.needs ?? {}, kernel, context, settings, record)))
      c.set(name as 'settings', value)
    c.set('enter', async () => undefined)
    c.set('sentBody', { text: '' })
    await next()
  })
  app.route(path, router)
  return app
}

/** What is recorded for a change that announces nothing: the route that was called. */
function routeRecord(pluginId: string, request: Request): LedgerRecord {
  const { pathname } = new URL(request.url)
  return { action: `${pluginId}.route.called`, subject: pathname, data: { method: request.method, path: pathname } }
}
