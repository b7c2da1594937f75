import type { Component } from 'solid-js'
import type { Language } from './language.ts'

/** What a plugin's `ui/site.ts` shows to visitors of a workspace, who have no account. Data and loaders only. */
export interface PluginSite {
  /** The plugin's id. */
  readonly id: string
  /** Pages, by their path under `/s/<workspace>`: `/book/:service`. */
  readonly pages: Readonly<Record<string, () => Promise<{ default: Component<SitePageProps> }>>>
  /** What a page asks of the API first, by its path: asked for while the page itself is still on its way. */
  readonly ahead?: Readonly<Record<string, (props: SitePageProps) => string>>
  /** What the pages say, in every language; one of them is loaded beside the page. */
  readonly words: Readonly<Record<Language, () => Promise<{ default: object }>>>
}

export interface SitePageProps {
  /** The workspace's address, as the URL has it. */
  readonly workspace: string
  /** What stands in the address for `:names`. */
  readonly params: Readonly<Record<string, string>>
}

/** Declares a plugin's pages for visitors. It changes nothing; it checks the types. */
export function definePluginSite(site: PluginSite): PluginSite {
  return site
}
