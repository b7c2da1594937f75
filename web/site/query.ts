import { createSignal } from 'solid-js'

const [search, setSearch] = createSignal(location.search)
addEventListener('popstate', () => setSearch(location.search))

/** A value of the address; the page follows when it changes. */
export function readQuery(name: string): string | undefined {
  return new URLSearchParams(search()).get(name) ?? undefined
}

/** Changes the address without loading anything. With `step` the browser's Back button leads to what was before. */
export function writeQuery(
  changes: Readonly<Record<string, string | undefined>>,
  step: 'step' | 'same' = 'same',
): void {
  const params = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(name)
    else params.set(name, value)
  }
  const query = params.size === 0 ? '' : `?${params}`
  if (query === location.search) return
  const address = `${location.pathname}${query}${location.hash}`
  if (step === 'step') history.pushState(null, '', address)
  else history.replaceState(null, '', address)
  setSearch(query)
}

/** The address of another page of the workspace, with the visitor's choice of language, zone and frame kept. */
export function siteHref(workspace: string, path: string): string {
  const kept = new URLSearchParams()
  for (const name of ['lang', 'zone', 'embed', 'host', 'theme']) {
    const value = readQuery(name)
    if (value !== undefined) kept.set(name, value)
  }
  return `/s/${encodeURIComponent(workspace)}${path}${kept.size === 0 ? '' : `?${kept}`}`
}
