import { type GenericSchema, safeParse } from 'valibot'
import type { AnyRouter, Plugin } from '../sdk/define-plugin.ts'
import { type EndpointSpec, seekSpec } from '../sdk/endpoint.ts'
import type { ToolDefinition } from '../sdk/tools.ts'

type Entries = Readonly<Record<string, GenericSchema>>

/** Each tool is a route of the plugin's own, with its permission, and asks for what the route takes. */
export function toolFaults({ routes, tools = {} }: Pick<Plugin, 'routes' | 'tools'>): string[] {
  return Object.entries(tools).flatMap(([name, tool]) => {
    const spec = specOf(routes, tool.route)
    const faults = [
      ...(/^[a-z][a-z_]{0,40}$/.test(name) ? [] : ['has a name that none may have']),
      ...(spec === undefined ? [`calls ${tool.route}, which is no route of the plugin`] : routeFaults(tool, spec)),
    ]
    return faults.map((fault) => `the tool ${name} ${fault}`)
  })
}

function specOf(router: AnyRouter, route: string): EndpointSpec | undefined {
  for (const { method, path, handler } of router.routes) {
    const spec = seekSpec(handler)
    if (spec !== undefined && `${method} ${path}` === route) return spec
  }
  return undefined
}

function routeFaults({ route, permission, input, always = {} }: ToolDefinition, spec: EndpointSpec): string[] {
  const taken: Entries = {
    ...entriesOf(route.startsWith('GET ') ? spec.query : spec.body),
    ...entriesOf(spec.params),
  }
  return [
    ...(permission === spec.permission ? [] : [`needs ${spec.permission}, as ${route} does`]),
    ...(spec.rawBody === undefined ? [] : [`calls ${route}, which takes a file`]),
    ...Object.entries(input.entries)
      .filter(([name, schema]) => taken[name] !== schema)
      .map(([name]) => `asks for ${name}, which is not what ${route} takes`),
    ...Object.entries(always)
      .filter(([name, value]) => taken[name] === undefined || !safeParse(taken[name], value).success)
      .map(([name]) => `always says ${name} in a way that ${route} does not take`),
    ...Object.entries(taken)
      .filter(([name, schema]) => !(name in input.entries || name in always || safeParse(schema, undefined).success))
      .map(([name]) => `leaves out ${name}, which ${route} needs`),
  ]
}

/** The fields of a schema that is an object, checked further or not. */
function entriesOf(schema: GenericSchema | undefined): Entries {
  return schema !== undefined && 'entries' in schema ? (schema.entries as Entries) : {}
}
