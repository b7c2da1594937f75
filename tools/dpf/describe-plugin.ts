import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { pluginFaults } from '../../kernel/registry/check-plugin.ts'
import type { AskedFor, ManifestRoute } from '../../kernel/sandbox/manifest.ts'
import type { AnyRouter, Plugin } from '../../kernel/sdk/define-plugin.ts'
import { type EndpointSpec, seekSpec } from '../../kernel/sdk/endpoint.ts'

type Json = Record<string, unknown>

/** A fault at a member of `definePlugin`: `['permissions', 'shoes.read']`. */
export interface DeclarationFault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What a plugin says of itself, as data, beside what the folder says; and what cannot be published. */
export interface Description {
  readonly manifest: Json
  readonly faults: readonly DeclarationFault[]
}

/** Reads a plugin's declaration. Runs where the plugin's code was bundled, with its own instance of the SDK. */
export function describePlugin(plugin: Plugin): Description {
  const { id, title, description, icon, version, permissions } = plugin
  return {
    manifest: {
      format: 1,
      id,
      title,
      description,
      icon,
      version,
      permissions,
      settings: { ...toJsonSchema(plugin.settings, { errorMode: 'ignore' }) },
      secrets: Object.fromEntries(
        Object.entries(plugin.secrets ?? {}).map(([name, secret]) => [name, { title: secret.title }]),
      ),
      routes: [
        ...routesOf(plugin.routes, 'tenant'),
        ...(plugin.publicRoutes === undefined ? [] : routesOf(plugin.publicRoutes, 'public')),
      ],
      events: Object.fromEntries(
        Object.values(plugin.events).map(({ action, schema, seenWith }) => [
          action,
          { schema: schemaOf(schema, 'output'), seenWith: seenWith ?? null },
        ]),
      ),
      jobs: Object.keys(plugin.jobs ?? {}),
      tools: Object.fromEntries(
        Object.entries(plugin.tools ?? {}).map(([name, tool]) => [
          name,
          { ...tool, input: schemaOf(tool.input, 'input') },
        ]),
      ),
      pages: plugin.pages ?? [],
      needs: asked(plugin),
    },
    faults: [
      ...unpublishable(plugin),
      ...pluginFaults(plugin).map((message) => ({ path: pathOf(message), message: sentence(message) })),
    ],
  }
}

function routesOf(router: AnyRouter, audience: 'tenant' | 'public'): ManifestRoute[] {
  return router.routes.flatMap(({ method, path, handler }) => {
    const spec = seekSpec(handler)
    return spec === undefined ? [] : [routeOf(method as ManifestRoute['method'], path, audience, spec)]
  })
}

function routeOf(
  method: ManifestRoute['method'],
  path: string,
  audience: 'tenant' | 'public',
  spec: EndpointSpec,
): ManifestRoute {
  return {
    method,
    path: path.replace(/(.)\/$/, '$1'),
    audience,
    permission: audience === 'public' ? null : (spec.permission ?? null),
    routeClass: (spec.routeClass ?? (method === 'GET' ? 'read' : 'write')) as ManifestRoute['routeClass'],
    summary: spec.summary,
    ...(spec.params === undefined ? {} : { params: schemaOf(spec.params, 'input') }),
    ...(spec.query === undefined ? {} : { query: schemaOf(spec.query, 'input') }),
    ...(spec.body === undefined ? {} : { body: schemaOf(spec.body, 'input') }),
    answers: Object.fromEntries(
      Object.entries(spec.answers).map(([status, answer]) => [
        status,
        answer === null || typeof answer === 'string' ? answer : schemaOf(answer, 'output'),
      ]),
    ),
  }
}

/** What JSON Schema cannot say (a transformation, a check in code) is left out; the plugin checks it all the same. */
function schemaOf(schema: GenericSchema, typeMode: 'input' | 'output'): Json {
  const { $schema, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode, target: 'draft-2020-12' }) as Json
  return rest
}

/** Every pattern that is heard is asked for, whether `needs` names its fields or not. */
function asked({ needs = {}, hears = {} }: Plugin): Json {
  const heard = Object.keys(hears).map((pattern) => [pattern, needs.hears?.[pattern] ?? { fields: null }])
  return { ...needs, hears: { ...needs.hears, ...Object.fromEntries(heard) } } satisfies Record<
    keyof AskedFor | string,
    unknown
  >
}

/** What the platform calls by functions in its own isolate, and a published plugin cannot have. */
function unpublishable(plugin: Plugin): DeclarationFault[] {
  const connector = 'a published plugin serves no port: publish a module, which talks to hosts in needs.hosts'
  return [
    ...(plugin.kind === 'connector' ? [{ path: ['kind'], message: `A connector is built in: ${connector}` }] : []),
    ...(plugin.provides === undefined ? [] : [{ path: ['provides'], message: `Leave provides out: ${connector}` }]),
    ...(plugin.test === undefined ? [] : [{ path: ['test'], message: `Leave test out: ${connector}` }]),
    ...(plugin.notifies === undefined
      ? []
      : [
          {
            path: ['notifies'],
            message: 'Leave notifies out: a published plugin writes no notifications yet; announce events instead',
          },
        ]),
    ...(plugin.usage === undefined
      ? []
      : [
          {
            path: ['usage'],
            message: 'Leave usage out: the platform counts the rows and bytes of a published plugin itself',
          },
        ]),
    ...Object.entries(plugin.secrets ?? {})
      .filter(([, { make }]) => make !== undefined)
      .map(([name]) => ({
        path: ['secrets', name, 'make'],
        message:
          'Leave make out: a published plugin’s secrets are those that a person stores; sign with belongings.signingKey',
      })),
    ...Object.keys(plugin.needs?.hears ?? {})
      .filter((pattern) => !Object.hasOwn(plugin.hears ?? {}, pattern))
      .map((pattern) => ({
        path: ['needs', 'hears', pattern],
        message: `needs.hears names ${pattern}, which the plugin does not hear`,
      })),
  ]
}

/** Where a sentence of the platform's own check belongs. */
function pathOf(message: string): (string | number)[] {
  const [, kind = '', name = ''] =
    /^(?:the|it) (permission|event|notification|tool|cannot hear) ([\w.*]+)/.exec(message) ?? []
  const route = /^([A-Z]+ \/\S*)/.exec(message)?.[1]
  if (route !== undefined) return ['routes', route]
  if (message.startsWith('its id')) return ['id']
  if (message.startsWith('its settings')) return ['settings']
  const member: Readonly<Record<string, string>> = {
    permission: 'permissions',
    event: 'events',
    notification: 'notifies',
    tool: 'tools',
    'cannot hear': 'hears',
  }
  return member[kind] === undefined ? [] : [member[kind], name]
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
