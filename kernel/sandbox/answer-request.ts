import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openCapability } from '../request/open-database.ts'
import { portCaller } from '../request/open-plugin.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { readBytes } from '../sdk/read-input.ts'
import { noteAnswer } from './breaker.ts'
import { callContext } from './call-context.ts'
import { breakerFor, callIsolate, refuseAnswer } from './call-isolate.ts'
import { checkProblem } from './check-problem.ts'
import { filterResponse, filterWhole } from './filter-response.ts'
import type { FoundVersion } from './find-version.ts'
import { GivenProblems } from './given-problems.ts'
import type { InstalledPlugin } from './installed-plugin.ts'
import { openCapabilities } from './open-capabilities.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { Result } from './protocol.ts'
import { rereadInstalled } from './reread-installed.ts'
import type { Audience } from './route-table.ts'

/** How long PostgreSQL works on one statement of a published plugin. */
const statementMs = 5000
const mostBody = 20 * 1024 * 1024

interface Called {
  readonly audience: Audience
  /** What the plugin's addresses begin with. */
  readonly base: string
  readonly version: FoundVersion
  readonly installed: InstalledPlugin
}

/** Carries an admitted request to the plugin, and what may be answered of its answer back. */
export async function answerRequest(
  c: KernelContext,
  { audience, base, version, installed }: Called,
): Promise<Response> {
  const access = openAccess(c, version, installed)
  const given = new GivenProblems()
  const request = await requestFor(c)
  const database = await openCapability(c, access.pluginId, c.get('tenant').id, access.principal.actor, { statementMs })
  const call = {
    kind: 'request' as const,
    audience,
    request,
    context: callContext(access, c.get('now').getTime(), publicOrigin(c)),
  }
  const result = await callIsolate(access, version, call, openCapabilities(access, database, given), given)
  if ('problem' in result)
    throw checkProblem(access.pluginId, result.problem, given) ?? refuseAnswer(access, strange('a problem'))
  const response = await filtered(result, base)
  // An answer that is refused by its status alone was never read.
  const wasRead = 'whole' in result || ('response' in result && result.response.ok)
  if (response !== undefined || wasRead) noteAnswer(breakerFor(access), response !== undefined, Date.now())
  if (response === undefined) throw refuseAnswer(access, strange('a response'))
  return response
}

function filtered(result: Result, base: string): Promise<Response | undefined> | Response | undefined {
  if ('whole' in result) return filterWhole(result.whole, { base })
  return 'response' in result ? filterResponse(result.response, { base }) : undefined
}

function strange(what: string): string {
  return `It answered ${what} that no plugin may answer`
}

function openAccess(c: KernelContext, { manifest }: FoundVersion, installed: InstalledPlugin): PluginAccess {
  const snapshot = c.get('tenantSnapshot')
  return {
    env: c.env,
    ctx: c.executionCtx as PluginAccess['ctx'],
    registry: c.get('registry'),
    snapshot,
    pluginId: manifest.id,
    manifest,
    installed,
    epoch: c.get('cost').verdict?.epoch ?? null,
    principal: c.get('principal'),
    requestId: c.get('requestId'),
    caller: portCaller(c),
    reread: (epoch) => rereadInstalled(c.env, snapshot.tenant.id, manifest.id, epoch),
  }
}

/** What a plugin never sees: credentials, and what the way here says of the caller or the platform. */
const withheld =
  /^(authorization|cookie|proxy-.*|x-tenant-id|idempotency-key|cf-.*|x-forwarded-.*|forwarded|x-real-ip|true-client-ip|host|connection|upgrade|mf-.*)$/

/** The caller's request without what is not the plugin's to know. Under an Idempotency-Key its body is read first: the key stands for it. */
async function requestFor(c: KernelContext): Promise<Request> {
  const { raw } = c.req
  const address = c.env.CLIENT_ADDRESS_HEADER?.toLowerCase()
  const headers = new Headers()
  for (const [name, value] of raw.headers) if (!withheld.test(name) && name !== address) headers.set(name, value)
  if (Number(headers.get('content-length') ?? 0) > mostBody) throw kernelErrors.bodyTooLarge({ limitBytes: mostBody })
  const { method, body } = raw
  if (body === null || method === 'GET' || method === 'HEAD') return new Request(raw.url, { method, headers })
  const isWhole = c.req.header('idempotency-key') !== undefined || !headers.has('content-length')
  if (!isWhole) return new Request(raw.url, { method, headers, body })
  const bytes = await readBytes(c, mostBody)
  c.get('sentBody').text = new TextDecoder().decode(bytes)
  return new Request(raw.url, { method, headers, body: bytes })
}
