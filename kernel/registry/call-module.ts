import type { Env } from '../env.ts'
import { AppError, type ProblemStatus } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Registry } from '../request/context.ts'
import { type Vouched, vouch } from '../request/vouch.ts'
import type { ModuleCall, Modules } from '../sdk/needs.ts'

type Waiting = Pick<ExecutionContext, 'waitUntil'>

/** Other modules' routes, called within the kernel as the one whom it vouches for; each call counts at the gate like any other. */
export function openModules(env: Env, ctx: Waiting, registry: Registry, vouched: Vouched): Modules {
  return { call: (call) => callModule(env, ctx, registry, vouched, call) }
}

/** Calls one route and answers its JSON; undefined for an answer without a body. A problem is thrown as it is. */
export async function callModule(
  env: Env,
  ctx: Waiting,
  registry: Registry,
  vouched: Vouched,
  call: ModuleCall,
): Promise<unknown> {
  const response = await registry.dispatch(vouch(requestOf(call), vouched), env, ctx as ExecutionContext)
  const text = await response.text()
  const body: unknown = text === '' ? undefined : readJson(text)
  if (!response.ok) throw problemOf(response, body)
  return body
}

/** `booking GET /bookings/:id` as a request; what takes a parameter's place is no part of the path but a value in it. */
function requestOf({ route, params = {}, query, body }: ModuleCall): Request {
  const [module = '', method = '', template = ''] = route.split(' ')
  const path = template.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === '' || value === '.' || value === '..')
      throw kernelErrors.invalid({ errors: [{ in: 'path', pointer: `#/${name}`, detail: 'Name what is called' }] })
    return encodeURIComponent(value)
  })
  const url = new URL(`https://kernel/api/${module}${path === '/' ? '' : path}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value)
  if (body === undefined) return new Request(url, { method })
  return new Request(url, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw kernelErrors.unavailable({ detail: 'The module answered what is not JSON' })
  }
}

function problemOf(response: Response, body: unknown): Error {
  if (typeof body !== 'object' || body === null || response.status >= 500) return kernelErrors.unavailable()
  const { type, title, status, instance: _, ...facts } = body as Readonly<Record<string, unknown>>
  const code = String(type).split('/').at(-1) ?? 'kernel.unavailable'
  return new AppError(code, Number(status) as ProblemStatus, String(title), facts)
}
