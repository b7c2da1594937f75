import type { PluginSite, SitePageProps } from './plugin-site.ts'

export interface FoundPage {
  readonly site: PluginSite
  readonly path: string
  readonly load: PluginSite['pages'][string]
  readonly props: SitePageProps
}

/** The page at `/s/<workspace>/…`; undefined when no plugin has one there. */
export function findPage(sites: readonly PluginSite[], pathname: string): FoundPage | undefined {
  const [start, workspace, ...rest] = pathname.split('/').filter(Boolean).map(decode)
  if (start !== 's' || workspace === undefined) return undefined
  for (const site of sites)
    for (const [path, load] of Object.entries(site.pages)) {
      const params = match(path.split('/').filter(Boolean), rest)
      if (params !== undefined) return { site, path, load, props: { workspace, params } }
    }
  return undefined
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [place, name] of pattern.entries()) {
    const part = parts[place] ?? ''
    if (name.startsWith(':')) params[name.slice(1)] = part
    else if (name !== part) return undefined
  }
  return params
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
