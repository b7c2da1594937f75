import { toJsonSchema } from '@valibot/to-json-schema'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { KernelContext, KernelEnv, Registry } from '../request/context.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { Timestamp, Uuid } from '../sdk/schemas.ts'
import { kernelEvents } from './kernel-events.ts'

/** What a webhook is sent; `data` is the event's own. */
const Payload = v.object({
  type: v.string(),
  timestamp: Timestamp,
  id: Uuid,
  tenantId: Uuid,
  actor: v.string(),
  subject: v.string(),
  about: v.array(v.string()),
  data: v.record(v.string(), v.unknown()),
})
const JsonSchema = v.record(v.string(), v.unknown())
const Described = v.object({
  action: v.string(),
  /** A plugin's id, or `kernel`. */
  module: v.string(),
  title: v.string(),
  schema: JsonSchema,
})

type Announced = readonly [action: string, schema: v.GenericSchema]

const described = new WeakMap<Registry, v.InferOutput<typeof Described>[]>()

/** `/api/events`: what can happen, for those who want to hear of it. */
export const eventsRoutes = new Hono<KernelEnv>().get(
  '/schemas',
  endpoint({
    audience: 'anyone',
    routeClass: 'read',
    summary: 'Describes every event as a JSON Schema: of what a webhook is sent, and of each event’s data',
    answers: { 200: v.object({ payload: JsonSchema, data: v.array(Described) }) },
  }),
  (c) => c.json({ payload: jsonSchemaOf(Payload), data: describeEvents((c as KernelContext).var.registry) }),
)

/** Every action that there is, of the kernel and of all plugins. */
export function eventActions(registry: Registry): readonly string[] {
  return describeEvents(registry).map(({ action }) => action)
}

function describeEvents(registry: Registry): v.InferOutput<typeof Described>[] {
  const known = described.get(registry)
  if (known !== undefined) return known
  const all = [
    ...Object.entries(kernelEvents).map((event) => describe(event, 'kernel', 'Workspace')),
    ...registry.plugins.flatMap((plugin) => eventsOf(plugin).map((event) => describe(event, plugin.id, plugin.title))),
  ]
  described.set(registry, all)
  return all
}

/** What a plugin announces, and what is recorded for it where it announces nothing itself. */
function eventsOf({ id, events }: Plugin): Announced[] {
  return [
    ...Object.values(events).map(({ action, schema }) => [action, schema] as const),
    [`${id}.route.called`, v.object({ method: v.string(), path: v.string() })],
    [`${id}.job.ran`, v.object({ name: v.string() })],
    [`${id}.event.heard`, v.object({ action: v.string(), eventId: v.string() })],
  ]
}

function describe([action, schema]: Announced, module: string, title: string): v.InferOutput<typeof Described> {
  return { action, module, title, schema: jsonSchemaOf(schema) }
}

function jsonSchemaOf(schema: v.GenericSchema): Record<string, unknown> {
  return { ...toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'output', target: 'draft-2020-12' }) }
}
