import { safeParse } from 'valibot'
import type { AnyRouter, Plugin } from '../sdk/define-plugin.ts'
import { seekSpec } from '../sdk/endpoint.ts'
import { isReserved } from './reserved-names.ts'
import { toolFaults } from './tool-faults.ts'

/** Refuses a plugin that breaks a wall, with a sentence that says which: before anything is served. */
export function checkPlugin(plugin: Plugin): void {
  const faults = pluginFaults(plugin)
  if (faults.length > 0) throw new Error(`The plugin ${plugin.id} cannot be mounted: ${faults.join('; ')}`)
}

/** Everything that is wrong with a plugin's declaration and routes. */
export function pluginFaults(plugin: Plugin): string[] {
  const faults: string[] = []
  if (!/^[a-z][a-z_]{1,40}$/.test(plugin.id) || isReserved(plugin.id))
    faults.push('its id is not one that a plugin may have')
  const prefix = `${plugin.id}.`
  for (const permission of Object.keys(plugin.permissions))
    if (!permission.startsWith(prefix)) faults.push(`the permission ${permission} does not begin with ${prefix}`)
  for (const event of Object.values(plugin.events))
    if (!event.action.startsWith(prefix)) faults.push(`the event ${event.action} does not begin with ${prefix}`)
  for (const pattern of Object.keys(plugin.hears ?? {}))
    if (!/^(\*|\w+(\.\w+)*(\.\*)?)$/.test(pattern))
      faults.push(`it cannot hear ${pattern}: an action, <beginning>.* or *`)
  faults.push(...notificationFaults(plugin), ...toolFaults(plugin))
  if (!safeParse(plugin.settings, {}).success) faults.push('its settings have no valid default')
  if (plugin.kind === 'module' && plugin.provides !== undefined) faults.push('only a connector provides a port')
  return [
    ...faults,
    ...routeFaults(plugin, plugin.routes, 'tenant'),
    ...(plugin.publicRoutes === undefined ? [] : routeFaults(plugin, plugin.publicRoutes, 'public')),
  ]
}

/** Each kind is made of events of the plugin's own, and for people with a permission of its own. */
function notificationFaults({ permissions, events, notifies = {} }: Plugin): string[] {
  const actions = new Set(Object.values(events).map(({ action }) => action))
  return Object.entries(notifies).flatMap(([name, { on, permission }]) => [
    ...(/^[a-z][a-z_]{0,40}$/.test(name) ? [] : [`the notification ${name} has a name that none may have`]),
    ...(Object.hasOwn(permissions, permission) ? [] : [`the notification ${name} needs a permission of the plugin`]),
    ...(on.length > 0 ? [] : [`the notification ${name} is made of no event`]),
    ...on
      .filter((action) => !actions.has(action))
      .map((action) => `the notification ${name} is made of ${action}, which the plugin does not announce`),
  ])
}

/** Every route opens with `endpoint`, for its audience, and a tenant's route with a permission of the plugin's own. */
function routeFaults(plugin: Plugin, router: AnyRouter, audience: 'tenant' | 'public'): string[] {
  const opened = new Set<string>()
  return router.routes.flatMap(({ method, path, handler }) => {
    const route = `${method} ${path}`
    const spec = seekSpec(handler)
    if (spec === undefined) return opened.has(route) ? [] : [`${route} does not open with endpoint()`]
    opened.add(route)
    if ((spec.audience ?? 'tenant') !== audience) return [`${route} is not for the audience ${audience}`]
    if (audience === 'public') return []
    return spec.permission !== undefined && Object.hasOwn(plugin.permissions, spec.permission)
      ? []
      : [`${route} needs a permission that the plugin declares`]
  })
}
