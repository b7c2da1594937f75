import type { ObjectEntries, ObjectSchema } from 'valibot'

/** Something that an assistant may do with a plugin: one of its own routes, with words that say when it is the right one. */
export interface ToolDefinition {
  /** For people, who see what their assistant is about to do: `Find a free time`. */
  readonly title: string
  /** For the assistant: what it does, when to use it, and what to ask for before. */
  readonly description: string
  /** The plugin's route that does it, as it is written there: `POST /bookings/:id/move`. */
  readonly route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
  /** The route's, so that an assistant is shown what its person may do, and no more. */
  readonly permission: string
  /** What the assistant fills in, taken from the route's own schemas: parameters of the path, and its query or body. */
  readonly input: ObjectSchema<ObjectEntries, undefined>
  /** What the route is told beside it, whatever the assistant says. */
  readonly always?: Readonly<Record<string, unknown>>
}

/** A tool's call as a request to the platform's API. */
export interface ToolRequest {
  readonly method: string
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** The request that a tool's call is. Whoever sends it does so as the person whose assistant asks, and the route decides. */
export function toolRequest(
  pluginId: string,
  { route, always }: Pick<ToolDefinition, 'route' | 'always'>,
  input: Readonly<Record<string, unknown>>,
): ToolRequest {
  const rest: Record<string, unknown> = { ...input, ...always }
  const [method = '', template = ''] = route.split(' ')
  const path = `/api/${pluginId}${template.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })}`
  if (method !== 'GET') return { method, path, body: rest }
  const query = new URLSearchParams(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()
  return { method, path: query === '' ? path : `${path}?${query}` }
}
