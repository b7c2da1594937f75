import type { Component } from 'solid-js'

/** What a plugin's `ui/nav.ts` brings to the workspace. Data and loaders only: nothing of it loads before it is opened. */
export interface PluginUi {
  /** The plugin's id. */
  readonly id: string
  /** Entries of the sidebar, in their order. */
  readonly nav: readonly NavEntry[]
  /** Pages, by their path under `/w/<workspace>/<id>`. */
  readonly pages: Readonly<Record<string, () => Promise<{ default: Component }>>>
}

export interface NavEntry {
  readonly label: string
  /** A Lucide icon's class, `i-lucide-contact`. */
  readonly icon: string
  /** Under the plugin's own path: `/contacts`. */
  readonly path: string
  readonly permission: string
}

/** Declares a plugin's pages. It changes nothing; it checks the types. */
export function definePluginUi(ui: PluginUi): PluginUi {
  return ui
}
