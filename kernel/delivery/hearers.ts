import type { KnownKind } from '../notifications/kinds.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { InstalledPlugin } from '../sandbox/installed-plugin.ts'
import type { Plugin } from '../sdk/define-plugin.ts'

/** Whether a pattern names an action: the action itself, `<beginning>.*`, or `*` for all. As `kernel.wants` in SQL. */
export function fits(pattern: string, action: string): boolean {
  if (pattern === '*' || pattern === action) return true
  return pattern.endsWith('.*') && action.startsWith(pattern.slice(0, -1))
}

/** What a plugin does when it hears of an action; undefined when it does not listen. */
export function handlerOf(plugin: Plugin, action: string) {
  return Object.entries(plugin.hears ?? {}).find(([pattern]) => fits(pattern, action))?.[1]
}

/**
 * Answers who wants to hear of an action, and remembers it: there are no more actions than events.
 *
 * Plugins by their ids, and `notices:<owner>` where something is told to people of it.
 */
export function hearerTable(
  plugins: readonly Plugin[],
  kinds: readonly KnownKind[],
): (action: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (action) => {
    const before = known.get(action)
    if (before !== undefined) return before
    const ids = plugins.flatMap((plugin) => (handlerOf(plugin, action) === undefined ? [] : [plugin.id]))
    const owners = kinds.filter(({ on }) => on.includes(action)).map(({ owner }) => `notices:${owner}`)
    const all = [...ids, ...new Set(owners)]
    known.set(action, all)
    return all
  }
}

/** The same with the published plugins of a workspace, as far as it granted them to hear. */
export function hearersIn(registry: Registry, snapshot: TenantSnapshot | undefined): Registry['hearers'] {
  const published = Object.entries(snapshot?.published ?? {}).filter(([, { state }]) => state === 'on')
  if (published.length === 0) return registry.hearers
  return (action) => {
    const ids = published.flatMap(([id, { grants }]) =>
      grantedPattern(grants.hears, action) === undefined ? [] : [id],
    )
    return ids.length === 0 ? registry.hearers(action) : [...registry.hearers(action), ...ids]
  }
}

/** The granted pattern that takes a record: the action itself before any beginning of it. */
export function grantedPattern(hears: InstalledPlugin['grants']['hears'], action: string): string | undefined {
  return Object.hasOwn(hears, action) ? action : Object.keys(hears).find((pattern) => fits(pattern, action))
}
