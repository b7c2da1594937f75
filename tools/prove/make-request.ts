import type { Client, Reply } from '../testing/client.ts'
import type { ApiDocument, Operation } from './api-document.ts'
import { makeValue, nasty, nastyText, type Pools, spoil } from './make-value.ts'
import type { Random } from './random.ts'

export interface FuzzedRequest {
  /** Undefined for an address or method that the document does not have. */
  readonly operation: Operation | undefined
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/** Passwords are hashed for a tenth of a second on purpose, and a tenant that is gone takes a second to replace. */
const rare = new Set([
  'POST /api/auth/register',
  'POST /api/auth/login',
  'POST /api/auth/password/reset',
  'POST /api/auth/password/change',
  'PUT /api/modules/{id}',
  ...endings(),
])

/** What ends a tenant, or takes its principals away. */
export function endings(): readonly string[] {
  return [
    'DELETE /api/tenant',
    'DELETE /api/members/{id}',
    'PATCH /api/members/{id}',
    'POST /api/members/transfer',
    'DELETE /api/auth/sessions/{id}',
  ]
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const brokenBodies: readonly (string | Uint8Array)[] = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"a":1}{"b":2}',
  '{"a":NaN}',
  '['.repeat(20_000),
  Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d),
  `{"name":"${'x'.repeat(1_100_000)}"}`,
]
const contentTypes = [
  'application/json',
  'application/json; charset=utf-8',
  'application/problem+json',
  'text/plain',
  'text/csv',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  ',',
]

/** Makes a request to one of the routes: mostly one that is nearly right, since what is all wrong is refused at the door. */
export function makeRequest(
  document: ApiDocument,
  random: Random,
  pools: Pools,
  skip: ReadonlySet<string>,
): FuzzedRequest {
  const operation = pickOperation(document, random, skip)
  const path = fillPath(operation, random, pools) + makeQuery(operation, random, pools)
  const method = random.chance(0.03) ? random.pick(methods) : operation.method
  const isKnown = method === operation.method
  const { body, contentType } = makeBody(operation, random, pools)
  const hasBody = method !== 'GET' && body !== undefined
  return {
    operation: isKnown ? operation : undefined,
    method,
    path,
    headers: {
      ...makeHeaders(random),
      ...(hasBody && contentType !== undefined ? { 'content-type': contentType } : {}),
    },
    body: hasBody ? body : undefined,
  }
}

function pickOperation({ operations }: ApiDocument, random: Random, skip: ReadonlySet<string>): Operation {
  for (;;) {
    const operation = random.pick(operations)
    const name = `${operation.method} ${operation.path}`
    if (!skip.has(name) && (!rare.has(name) || random.chance(0.1))) return operation
  }
}

function fillPath({ path }: Operation, random: Random, pools: Pools): string {
  return path.replaceAll(/\{(\w+)\}/g, () =>
    random.chance(0.85) ? random.pick(pools.ids) : encode(nastyText(random).slice(0, 2000)),
  )
}

function makeQuery({ parameters }: Operation, random: Random, pools: Pools): string {
  const pairs = parameters
    .filter((parameter) => parameter.in === 'query' && random.chance(0.4))
    .map(({ name, schema }) => {
      const value = random.chance(0.75) ? makeValue(schema, random, pools, name) : random.pick(nasty)
      return `${name}=${encode(typeof value === 'object' ? JSON.stringify(value) : String(value))}`
    })
  if (random.chance(0.05))
    pairs.push(`${random.pick(['tenantId', 'x', '__proto__', 'limit', 'cursor'])}=${encode(nastyText(random))}`)
  if (random.chance(0.02)) pairs.push('%zz=%ff')
  return pairs.length === 0 ? '' : `?${pairs.join('&').slice(0, 6000)}`
}

function makeBody({ requestBody }: Operation, random: Random, pools: Pools) {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined || content === undefined)
    return { body: random.chance(0.05) ? '{}' : undefined, contentType: 'application/json' }
  const contentType = random.chance(0.03) ? random.pick(contentTypes) : type
  if (random.chance(0.04)) return { body: random.pick(brokenBodies), contentType }
  if (type === 'text/csv') return { body: makeTable(random), contentType }
  const fitting = makeValue(content.schema, random, pools)
  const value = random.chance(0.45) ? spoil(fitting, random) : fitting
  return { body: JSON.stringify(value) ?? '', contentType }
}

function makeTable(random: Random): string {
  const cell = () => (random.chance(0.7) ? `v${random.below(99)}` : nastyText(random).slice(0, 200))
  const rows = Array.from({ length: random.below(6) }, () =>
    Array.from({ length: 1 + random.below(4) }, cell).join(random.pick([',', ';', '\t'])),
  )
  return ['First Name,Email,Phone', ...rows].join(random.pick(['\n', '\r\n', '\r']))
}

function makeHeaders(random: Random): Record<string, string> {
  return {
    ...(random.chance(0.15)
      ? { 'idempotency-key': random.pick([`k${random.below(50)}`, 'a b', 'k'.repeat(300), `fresh-${random.next()}`]) }
      : {}),
    ...(random.chance(0.1) ? { 'if-match': random.pick(['"1"', '*', 'W/"1"', '"x', '"999999999999"']) } : {}),
    ...(random.chance(0.1) ? { 'if-none-match': random.pick(['*', '"1"', 'W/"x", "1"']) } : {}),
    ...(random.chance(0.1) ? { 'request-id': random.pick(['12345678', 'x', 'a|b|c|d|e', 'r'.repeat(200)]) } : {}),
    ...(random.chance(0.05) ? { accept: random.pick(['text/html', '*/*;q=0', 'x']) } : {}),
    ...(random.chance(0.05) ? { 'accept-language': 'x'.repeat(500) } : {}),
  }
}

/** Sends it; a connection that ends without a reply is worse than any status, and counts as 599. */
export async function sendRequest(principal: Client, { method, path, body, headers }: FuzzedRequest): Promise<Reply> {
  return principal
    .send(method, path, body, headers)
    .catch((error: Error) => ({ status: 599, headers: new Headers(), body: `${error.message}: ${error.cause}` }))
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
