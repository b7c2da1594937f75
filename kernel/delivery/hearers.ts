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

/** Answers which plugins want to hear of an action, and remembers it: there are no more actions than events. */
export function hearerTable(plugins: readonly Plugin[]): (action: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (action) => {
    const before = known.get(action)
    if (before !== undefined) return before
    const ids = plugins.flatMap((plugin) => (handlerOf(plugin, action) === undefined ? [] : [plugin.id]))
    known.set(action, ids)
    return ids
  }
}
