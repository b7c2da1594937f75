import * as v from 'valibot'
import { Page } from '../sdk/pages.ts'

const Words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))
const JsonSchema = v.record(v.string(), v.unknown())
const PerDay = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000)))
const Why = v.optional(Words)
const Fields = v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)))

/** An id that names a schema, a role and a part of an address. */
export const PluginName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z_]{1,40}$/, 'Use 2 to 41 small letters and underscores'),
)
export const Version = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9a-z.]{1,20})?$/, 'Write a version as 1.2.3'),
)
/** `api.example.com`: a full name, no pattern, no port, no address. */
export const Host = v.pipe(
  v.string(),
  v.maxLength(253),
  v.regex(/^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.[a-z]{2,63}$/, 'Name a host in full: api.example.com'),
)
export const CallName = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[a-z][a-z_]* (GET|POST|PUT|PATCH|DELETE) \/[\w/:.-]*$/, 'Name a module and a route: booking GET /bookings'),
)
export const Pattern = v.pipe(v.string(), v.maxLength(120), v.regex(/^(\*|\w+(\.\w+)*(\.\*)?)$/))
const Port = v.picklist(['email', 'files', 'push'])

export const AskedFor = v.strictObject({
  ports: v.optional(v.record(Port, v.strictObject({ perDay: PerDay, why: Why })), {}),
  hosts: v.optional(v.record(Host, v.strictObject({ perDay: PerDay, why: Why })), {}),
  calls: v.optional(v.record(CallName, v.strictObject({ perDay: PerDay, why: Why, fields: Fields })), {}),
  /** Every pattern that the plugin hears is here, the fields null where it named none. */
  hears: v.optional(v.record(Pattern, v.strictObject({ why: Why, fields: Fields })), {}),
  limits: v.optional(
    v.strictObject({
      requestsPerDay: PerDay,
      rows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000))),
      bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000_000))),
    }),
    {},
  ),
})
export type AskedFor = v.InferOutput<typeof AskedFor>

export const RouteClassName = v.picklist(['read', 'write', 'bulk', 'sensitive', 'anonymous', 'submit'])

/** A route as the kernel needs it to let a request pass, and to describe it. */
const ManifestRoute = v.strictObject({
  method: v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: v.pipe(v.string(), v.maxLength(200), v.regex(/^\/[\w/:.-]*$/)),
  audience: v.picklist(['tenant', 'public']),
  /** Of the plugin's own; null for visitors' routes. */
  permission: v.nullable(v.pipe(v.string(), v.maxLength(120))),
  routeClass: RouteClassName,
  summary: Words,
  params: v.optional(JsonSchema),
  query: v.optional(JsonSchema),
  body: v.optional(JsonSchema),
  /** By status: the JSON schema of the body, a content type for another body, or null for none. */
  answers: v.record(v.pipe(v.string(), v.regex(/^[1-5]\d\d$/)), v.union([JsonSchema, v.string(), v.null()])),
})
export type ManifestRoute = v.InferOutput<typeof ManifestRoute>

/**
 * What a published plugin says of itself: all that the kernel and the workspace go by. Data only, made by `dpf bundle`
 * from the plugin's `definePlugin`, checked again when it is submitted.
 */
export const Manifest = v.strictObject({
  format: v.literal(1),
  id: PluginName,
  title: v.pipe(Words, v.maxLength(60)),
  description: Words,
  icon: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}$/)),
  version: Version,
  permissions: v.record(
    v.pipe(v.string(), v.maxLength(120)),
    v.strictObject({ title: Words, roles: v.array(v.picklist(['owner', 'admin', 'member', 'viewer'])) }),
  ),
  /** JSON Schema of the settings: the workspace draws the form from it. `{}` is valid. */
  settings: JsonSchema,
  /** Names of what the workspace keeps sealed for it. */
  secrets: v.optional(v.record(v.pipe(v.string(), v.regex(/^\w{1,40}$/)), v.strictObject({ title: Words })), {}),
  routes: v.pipe(v.array(ManifestRoute), v.maxLength(300)),
  /** By action, `shoes.item.created`. */
  events: v.record(
    v.pipe(v.string(), v.maxLength(120)),
    v.strictObject({ schema: JsonSchema, seenWith: v.nullable(v.string()) }),
  ),
  jobs: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z]\w{0,60}$/i))), v.maxLength(100)),
  tools: v.record(
    v.pipe(v.string(), v.regex(/^[a-z][a-z_]{0,40}$/)),
    v.strictObject({
      title: Words,
      description: v.pipe(v.string(), v.maxLength(2000)),
      route: v.pipe(v.string(), v.maxLength(220)),
      permission: v.pipe(v.string(), v.maxLength(120)),
      input: JsonSchema,
      always: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
  pages: v.pipe(v.array(Page), v.maxLength(60)),
  needs: AskedFor,
  /** What is new in this version, as plain text. */
  changes: v.pipe(v.string(), v.maxLength(5000)),
  screenshots: v.pipe(
    v.array(
      v.strictObject({
        title: Words,
        type: v.picklist(['image/png', 'image/webp', 'image/jpeg']),
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    ),
    v.maxLength(8),
  ),
})
export type Manifest = v.InferOutput<typeof Manifest>

/** By action, the permission with which its records are seen in timelines and live. */
export function seenWithOf({ events }: Pick<Manifest, 'events'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(events).flatMap(([action, { seenWith }]) => (seenWith === null ? [] : [[action, seenWith]])),
  )
}
