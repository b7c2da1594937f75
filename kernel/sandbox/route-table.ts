import type { ManifestRoute } from './manifest.ts'

export type Audience = ManifestRoute['audience']

/** What the manifest has at an address: a route, or the methods that it takes instead; none when there is nothing. */
export type Found = { readonly route: ManifestRoute } | { readonly methods: readonly string[] }
export type RouteTable = (audience: Audience, method: string, path: string) => Found

/** Looks routes up as the plugin's own router does: the first that fits, in the order in which they are written. */
export function routeTable(routes: readonly ManifestRoute[]): RouteTable {
  const known = routes.map((route) => ({ route, pattern: patternOf(route.path) }))
  return (audience, method, path) => {
    const wanted = method === 'HEAD' ? 'GET' : method
    const here = known.filter(({ route, pattern }) => route.audience === audience && pattern.test(path))
    const found = here.find(({ route }) => route.method === wanted)
    return found === undefined ? { methods: [...new Set(here.map(({ route }) => route.method))] } : found
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')))
  return new RegExp(`^${parts.join('/')}$`)
}
