import { isReserved } from '../registry/reserved-names.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import { pageFaults } from '../sandbox/page-faults.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { type Fault, fault } from './fault.ts'
import { needFaults } from './need-faults.ts'

/** Everything in a manifest that names what is not there, or speaks for somebody else. */
export function manifestFaults(manifest: Manifest, builtIn: readonly Plugin[]): Fault[] {
  return [
    ...idFaults(manifest, builtIn),
    ...nameFaults(manifest),
    ...routeFaults(manifest),
    ...toolFaults(manifest),
    ...settingsFaults(manifest),
    ...pageFaults(manifest).map(({ path, message }) => fault(path, message)),
    ...needFaults(manifest, builtIn),
  ]
}

function idFaults({ id }: Manifest, builtIn: readonly Plugin[]): Fault[] {
  return isReserved(id) || builtIn.some((plugin) => plugin.id === id)
    ? [fault(['id'], `${id} is a name of the platform’s own: choose another`)]
    : []
}

function nameFaults({ id, permissions, events }: Manifest): Fault[] {
  const isOwn = (name: string) => name.startsWith(`${id}.`) && /^\w+(\.\w+)+$/.test(name)
  return [
    ...Object.keys(permissions)
      .filter((permission) => !isOwn(permission))
      .map((permission) => fault(['permissions', permission], `Begin the permission with ${id}.`)),
    ...Object.entries(events).flatMap(([action, { seenWith }]) => [
      ...(isOwn(action) ? [] : [fault(['events', action], `Begin the event with ${id}.`)]),
      ...(seenWith === null || Object.hasOwn(permissions, seenWith)
        ? []
        : [fault(['events', action, 'seenWith'], `The plugin has no permission ${seenWith}`)]),
    ]),
  ]
}

function routeFaults({ routes, permissions }: Manifest): Fault[] {
  const seen = new Set<string>()
  return routes.flatMap(({ method, path, audience, permission }, place) => {
    const faults: Fault[] = []
    const name = `${audience} ${method} ${path}`
    if (seen.has(name)) faults.push(fault(['routes', place], `There is a route ${method} ${path} already`))
    seen.add(name)
    if (audience === 'public' && permission !== null)
      faults.push(fault(['routes', place, 'permission'], 'A visitor has no permission: leave it out'))
    if (audience === 'tenant' && (permission === null || !Object.hasOwn(permissions, permission)))
      faults.push(fault(['routes', place, 'permission'], `${method} ${path} needs a permission of the plugin`))
    return faults
  })
}

function toolFaults({ tools, routes }: Manifest): Fault[] {
  return Object.entries(tools).flatMap(([name, { route, permission }]) => {
    const called = routes.find(({ method, path, audience }) => audience === 'tenant' && `${method} ${path}` === route)
    if (called === undefined) return [fault(['tools', name, 'route'], `There is no route ${route}`)]
    return called.permission === permission
      ? []
      : [fault(['tools', name, 'permission'], `${route} is for those with ${called.permission}`)]
  })
}

/** A plugin is installed with `{}`: a member that is required, and has no default, keeps it from that. */
function settingsFaults({ settings }: Manifest): Fault[] {
  const { required = [], properties = {} } = settings as {
    readonly required?: unknown
    readonly properties?: Readonly<Record<string, { readonly default?: unknown } | undefined>>
  }
  if (!Array.isArray(required)) return [fault(['settings', 'required'], 'List names here')]
  return required
    .filter((name) => properties?.[String(name)]?.default === undefined)
    .map((name) => fault(['settings', 'required'], `Give ${name} a default: a plugin is installed before it is set up`))
}
