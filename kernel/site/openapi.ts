import { toJsonSchema } from '@valibot/to-json-schema'
import type { Hono } from 'hono'
import type { GenericSchema } from 'valibot'
import { type EndpointSpec, seekSpec } from '../sdk/endpoint.ts'

type Json = Record<string, unknown>

const problem = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** The OpenAPI 3.1 document of every route, from the same schemas that read requests. */
export function openApiDocument(app: Hono<never>, origin: string): Json {
  const paths: Record<string, Json> = {}
  for (const { method, path, handler } of app.routes) {
    const spec = seekSpec(handler)
    if (spec === undefined) continue
    const template = path.replaceAll(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(method, template, spec) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Digital Platform Factory',
      version: '1.0.0',
      description:
        'JSON in camelCase; ids are UUIDv7; times are RFC 3339 in UTC; lists take `limit` and `cursor`. Failures are problem+json.',
    },
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

function operation(method: string, path: string, spec: EndpointSpec): Json {
  const audience = spec.audience ?? 'tenant'
  const isOpen = audience === 'anyone' || audience === 'public'
  const isChange = method !== 'GET'
  const tag = path.split('/')[2] ?? 'platform'
  return {
    operationId: `${method.toLowerCase()}${path.replace(/^\/api/, '').replaceAll(/[^\w]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
    summary: spec.summary,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    tags: [tag],
    ...(isOpen ? { security: [] } : { security: [{ bearer: [] }] }),
    ...(spec.permission === undefined ? {} : { 'x-permission': spec.permission }),
    parameters: [
      ...parametersOf(
        'path',
        spec.params,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
      ),
      ...parametersOf('query', spec.query, []),
      ...(audience === 'tenant'
        ? [
            {
              name: 'x-tenant-id',
              in: 'header',
              schema: { type: 'string' },
              description: 'The workspace, by id or address; an API key brings its own',
            },
          ]
        : []),
      ...(isChange && !isOpen
        ? [
            {
              name: 'idempotency-key',
              in: 'header',
              schema: { type: 'string', maxLength: 255 },
              description: 'A retry with the same key within 24 hours has one effect',
            },
          ]
        : []),
    ],
    ...bodyOf(spec),
    responses: {
      ...Object.fromEntries(Object.entries(spec.answers).map(([status, answer]) => [status, responseOf(answer)])),
      default: problem,
    },
  }
}

function bodyOf(spec: EndpointSpec): Json {
  if (spec.rawBody !== undefined) {
    const content = [spec.rawBody.type].flat().map((type) => [type, { schema: { type: 'string' } }])
    return { requestBody: { required: true, content: Object.fromEntries(content) } }
  }
  if (spec.body === undefined) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(spec.body, 'input') } } } }
}

function responseOf(answer: GenericSchema | string | null): Json {
  if (answer === null) return { description: 'Done' }
  if (typeof answer === 'string')
    return { description: 'A download', content: { [answer]: { schema: { type: 'string' } } } }
  return { description: 'Done', content: { 'application/json': { schema: schemaOf(answer, 'output') } } }
}

function parametersOf(place: 'path' | 'query', schema: GenericSchema | undefined, named: readonly string[]): Json[] {
  const read = schema === undefined ? {} : schemaOf(schema, 'input')
  const properties = (read.properties ?? {}) as Record<string, Json>
  const required = new Set((read.required ?? []) as string[])
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
