import { RpcTarget } from 'cloudflare:workers'
import * as v from 'valibot'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import { isReserved } from '../../registry/reserved-names.ts'
import { vouch } from '../../request/vouch.ts'
import type { Principal } from '../../sdk/request.ts'
import type { Grants } from '../grants.ts'
import type { PluginAccess } from '../plugin-access.ts'
import type { Outcome } from '../protocol.ts'
import { spendGranted } from '../spend-granted.ts'
import type { CapabilityCalls } from './capability-call.ts'
import { pickFields } from './pick-fields.ts'
import { readAnswer } from './read-answer.ts'

const mostSent = 1024 * 1024
const Words = v.record(v.string(), v.pipe(v.string(), v.maxLength(2000)))
const SentCall = v.object({
  route: v.pipe(v.string(), v.maxLength(200)),
  params: v.optional(Words, {}),
  query: v.optional(Words, {}),
  body: v.optional(v.unknown()),
})
type SentCall = v.InferOutput<typeof SentCall>

/** Other modules' routes, as far as they were granted, under the rights of whoever the plugin works for. */
export class ModulesAccess extends RpcTarget {
  readonly #calls: CapabilityCalls

  constructor(calls: CapabilityCalls) {
    super()
    this.#calls = calls
  }

  async call(sent: unknown): Promise<Outcome<unknown>> {
    return this.#calls.answer(async () => {
      this.#calls.take(sent, mostSent)
      const read = v.safeParse(SentCall, sent)
      if (!read.success) throw kernelErrors.invalid({ detail: 'Name a route, as it stands in needs.calls' })
      const { route } = read.output
      const grants = await spendGranted(this.#calls.spender, `call:${route}`, (now) => granted(now, route)?.perDay)
      const request = requestOf(this.#calls.access, read.output)
      const answer = await dispatch(this.#calls.access, request, route.split(' ')[0] ?? '')
      return pickFields(await readAnswer(answer), granted(grants, route)?.fields ?? null)
    })
  }
}

function granted({ calls }: Grants, route: string): Grants['calls'][string] | undefined {
  return Object.hasOwn(calls, route) ? calls[route] : undefined
}

/** Modules alone have routes that can be granted: the kernel's own are at addresses of the same form. */
function requireModule({ registry, snapshot }: PluginAccess, id: string): void {
  const isModule = registry.plugins.some((plugin) => plugin.id === id && plugin.kind === 'module')
  if (!isModule && (isReserved(id) || !Object.hasOwn(snapshot.published, id)))
    throw kernelErrors.moduleOff({ module: id })
}

function requestOf(access: PluginAccess, { route, params, query, body }: SentCall): Request {
  const [id = '', method = '', path = ''] = route.split(' ')
  requireModule(access, id)
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => segmentOf(params, name))
  const origin = access.caller.origin?.() ?? 'https://kernel.invalid'
  const url = new URL(`/api/${id}${filled === '/' ? '' : filled}`, origin)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers = { 'content-type': 'application/json', 'request-id': access.requestId }
  const sendsBody = method !== 'GET' && body !== undefined
  return new Request(url, { method, headers, ...(sendsBody ? { body: JSON.stringify(body) } : {}) })
}

/** One segment of a path: what would lead to another address is refused. */
function segmentOf(params: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(params, name) ? params[name] : undefined
  if (value === undefined || value === '' || /^\.{1,2}$/.test(value))
    throw kernelErrors.invalid({ detail: `Say in params what takes the place of :${name}` })
  return encodeURIComponent(value)
}

/** A request of the kernel's own: whoever the plugin works for is known already, and is asked for the route's permission. */
async function dispatch(access: PluginAccess, request: Request, moduleId: string): Promise<Response> {
  const { env, ctx, registry, snapshot, principal } = access
  const vouched = vouch(request, { snapshot, principal: callerOf(principal, moduleId) })
  return registry.dispatch(vouched, env, ctx as ExecutionContext)
}

/** In work outside of a request nobody is there to be asked: the plugin has what it was granted, one route of one module. */
function callerOf(principal: Principal, moduleId: string): Principal {
  if (principal.kind !== 'system') return principal
  return { ...principal, can: (permission) => permission.startsWith(`${moduleId}.`) }
}
