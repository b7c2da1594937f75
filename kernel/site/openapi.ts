import { toJsonSchema } from '@valibot/to-json-schema'
import type { Hono } from 'hono'
import type { GenericSchema } from 'valibot'
import { type EndpointSpec, seekSpec } from '../sdk/endpoint.ts'

type Json = Record<string, unknown>

const problem = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** A route as an OpenAPI document tells of it; its schemas are JSON Schema. */
export interface DescribedRoute {
  readonly method: string
  /** From `/api` on, with `{name}` for what is filled in. */
  readonly path: string
  readonly summary: string
  readonly description?: string | undefined
  readonly audience: NonNullable<EndpointSpec['audience']>
  readonly permission?: string | undefined
  readonly params?: Json | undefined
  readonly query?: Json | undefined
  readonly body?: Json | undefined
  /** Content types of a body that is not JSON, or is longer. */
  readonly rawTypes?: readonly string[] | undefined
  /** By status: the schema of the JSON body, a content type for another body, or null for none. */
  readonly answers: Readonly<Record<string, Json | string | null>>
}

/** The OpenAPI 3.1 document of every route of the platform, from the same schemas that read requests. */
export function openApiDocument(app: Hono<never>, origin: string): Json {
  const routes = app.routes.flatMap(({ method, path, handler }) => {
    const spec = seekSpec(handler)
    return spec === undefined ? [] : [describe(method, template(path), spec)]
  })
  const description =
    'JSON in camelCase; ids are UUIDv7; times are RFC 3339 in UTC; lists take `limit` and `cursor`. Failures are ' +
    'problem+json. Plugins that a workspace has installed describe their routes at `/api/plugins/{id}/openapi.json`.'
  return documentOf(routes, { title: 'Digital Platform Factory', version: '1.0.0', description }, origin)
}

/** An OpenAPI 3.1 document of the routes. */
export function documentOf(
  routes: readonly DescribedRoute[],
  info: { readonly title: string; readonly version: string; readonly description: string },
  origin: string,
): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token from sign-in, or an API key' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

/** A router's `/things/:id` as the document writes it. */
export function template(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')
}

function describe(method: string, path: string, spec: EndpointSpec): DescribedRoute {
  const { summary, description, audience = 'tenant', permission, params, query, body, rawBody, answers } = spec
  const input = (schema: GenericSchema | undefined) => (schema === undefined ? undefined : schemaOf(schema, 'input'))
  return {
    method,
    path,
    summary,
    description,
    audience,
    permission,
    params: input(params),
    query: input(query),
    body: input(body),
    rawTypes: rawBody === undefined ? undefined : [rawBody.type].flat(),
    answers: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [
        status,
        answer === null || typeof answer === 'string' ? answer : schemaOf(answer, 'output'),
      ]),
    ),
  }
}

function operation({ method, path, summary, description, audience, permission, ...route }: DescribedRoute): Json {
  const isOpen = audience === 'anyone' || audience === 'public'
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return {
    operationId: `${method.toLowerCase()}${path.replace(/^\/api/, '').replaceAll(/[^\w]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [path.split('/')[2] ?? 'platform'],
    ...(isOpen ? { security: [] } : { security: [{ bearer: [] }] }),
    ...(permission === undefined ? {} : { 'x-permission': permission }),
    parameters: [
      ...parametersOf('path', route.params, named),
      ...parametersOf('query', route.query, []),
      ...(audience === 'tenant' ? [tenantHeader] : []),
      ...(method !== 'GET' && !isOpen ? [keyHeader] : []),
    ],
    ...bodyOf(route),
    responses: {
      ...Object.fromEntries(Object.entries(route.answers).map(([status, answer]) => [status, responseOf(answer)])),
      default: problem,
    },
  }
}

const tenantHeader = {
  name: 'x-tenant-id',
  in: 'header',
  schema: { type: 'string' },
  description: 'The workspace, by id or address; an API key brings its own',
}
const keyHeader = {
  name: 'idempotency-key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: 'A retry with the same key within 24 hours has one effect',
}

function bodyOf({ rawTypes, body }: Pick<DescribedRoute, 'rawTypes' | 'body'>): Json {
  if (rawTypes !== undefined) {
    const content = rawTypes.map((type) => [type, { schema: { type: 'string' } }])
    return { requestBody: { required: true, content: Object.fromEntries(content) } }
  }
  if (body === undefined) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
}

function responseOf(answer: Json | string | null): Json {
  if (answer === null) return { description: 'Done' }
  if (typeof answer === 'string')
    return { description: 'A download', content: { [answer]: { schema: { type: 'string' } } } }
  return { description: 'Done', content: { 'application/json': { schema: answer } } }
}

function parametersOf(place: 'path' | 'query', schema: Json = {}, named: readonly string[]): Json[] {
  const properties = (schema.properties ?? {}) as Record<string, Json>
  const required = new Set((schema.required ?? []) as string[])
  const names = new Set([...named, ...Object.keys(properties)])
  return [...names].map((name) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: properties[name] ?? { type: 'string' },
  }))
}

/** What JSON Schema cannot say (a transformation, a check in code) is left out; the platform checks it all the same. */
function schemaOf(schema: GenericSchema, typeMode: 'input' | 'output'): Json {
  const { $schema, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode, target: 'draft-2020-12' }) as Json
  return rest
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', description: 'The stable code is its last segment' },
    title: { type: 'string' },
    status: { type: 'integer' },
    instance: { type: 'string', description: 'urn:request:<request id>' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { in: { type: 'string' }, pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}
