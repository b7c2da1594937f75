import { isReserved } from '../registry/reserved-names.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { seekSpec } from '../sdk/endpoint.ts'
import { type Fault, fault } from './fault.ts'

/** Names that only a network of one's own answers to. */
const innerHost = /(^|\.)(local|localhost|internal|intranet|lan|home|corp|invalid|onion|arpa)$/

/** What a plugin asks for and nobody could grant: routes that are not there, and hosts that are not for everybody. */
export function needFaults({ id, needs }: Manifest, builtIn: readonly Plugin[]): Fault[] {
  return [
    ...Object.keys(needs.calls).flatMap((route) => {
      const detail = callFault(route, id, builtIn)
      return detail === undefined ? [] : [fault(['needs', 'calls', route], detail)]
    }),
    ...Object.keys(needs.hosts)
      .filter((host) => innerHost.test(host))
      .map((host) => fault(['needs', 'hosts', host], `${host} is not a host of the public internet`)),
  ]
}

function callFault(route: string, own: string, builtIn: readonly Plugin[]): string | undefined {
  const [module = '', method = '', path = ''] = route.split(' ')
  if (module === own) return 'A plugin calls its own routes without asking'
  if (isReserved(module)) return `${module} is no module: its routes are the platform’s own`
  const plugin = builtIn.find(({ id }) => id === module)
  if (plugin === undefined) return undefined
  if (plugin.kind !== 'module') return `${module} is a connector: ask for its port`
  return hasRoute(plugin, method, path) ? undefined : `${module} has no route ${method} ${path}`
}

function hasRoute({ routes }: Plugin, method: string, path: string): boolean {
  return routes.routes.some(
    (route) =>
      route.method === method &&
      route.path.replace(/(.)\/$/, '$1') === path.replace(/(.)\/$/, '$1') &&
      seekSpec(route.handler) !== undefined,
  )
}
