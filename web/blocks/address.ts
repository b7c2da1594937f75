import { readField } from './read-field.ts'

export interface RouteAddress {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under `/api`: `/shoes/items/1`. */
  readonly path: string
}

/**
 * The address of one of the plugin's own routes, its parameters taken from the first of the sources that has them;
 * undefined where none has.
 *
 * A part that is a dot or two would lead out of the plugin, to other modules' routes under the person's own rights: such
 * an address is not made, whether the page or a value says so.
 */
export function routeAddress(pluginId: string, route: string, sources: readonly unknown[]): RouteAddress | undefined {
  const [, method, pattern = ''] = /^(GET|POST|PUT|PATCH|DELETE) (\/.*)$/.exec(route) ?? []
  const path = method === undefined ? undefined : fillPath(pattern, sources)
  return path === undefined ? undefined : { method: method as RouteAddress['method'], path: `/${pluginId}${path}` }
}

/** A path with its `:parameters` filled in; undefined where one is missing, or would lead somewhere else. */
export function fillPath(pattern: string, sources: readonly unknown[]): string | undefined {
  const parts = pattern.split('/').map((part) => (part.startsWith(':') ? paramOf(part.slice(1), sources) : part))
  const isFilled = parts.every((part) => part !== undefined && part !== '.' && part !== '..')
  return isFilled && pattern.startsWith('/') ? parts.join('/') : undefined
}

/** What a page's own parameters are, by the pattern of its path; undefined where the path is another page's. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [partsOf(pattern), partsOf(path)]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [place, part] of wanted.entries()) {
    const value = given[place] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decode(value)
    else if (part !== value) return undefined
  }
  return params
}

/** A link that a plugin's data may hold: to a page of this workspace, or to another site over HTTPS. */
export function safeLink(value: unknown, workspacePath: string, origin: string): string | undefined {
  if (typeof value !== 'string') return undefined
  const isInside = /^\/(?![/\\])/.test(value)
  const url = URL.parse(isInside ? `${workspacePath}${value}` : value, origin)
  if (url === null) return undefined
  if (isInside)
    return url.origin === origin && url.pathname.startsWith(`${workspacePath}/`)
      ? `${url.pathname}${url.search}${url.hash}`
      : undefined
  return /^https:\/\//i.test(value) && url.protocol === 'https:' && url.username === '' ? url.href : undefined
}

function paramOf(name: string, sources: readonly unknown[]): string | undefined {
  for (const source of sources) {
    const value = readField(source, name)
    if ((typeof value === 'string' && value !== '') || Number.isFinite(value)) return encodeURIComponent(String(value))
  }
  return undefined
}

function partsOf(path: string): string[] {
  return path.replace(/\/+$/, '').split('/').slice(1)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
