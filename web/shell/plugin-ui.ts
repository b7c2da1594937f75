import type { Component } from 'solid-js'
import type { Workspace } from './use-workspace.ts'

/** What a plugin's `ui/nav.ts` brings to the workspace. Data and loaders only: nothing of it loads before it is needed. */
export interface PluginUi {
  /** The plugin's id. */
  readonly id: string
  /** Entries of the sidebar, in their order. */
  readonly nav: readonly NavEntry[]
  /** Pages, by their path under `/w/<workspace>/<id>`. */
  readonly pages: Readonly<Record<string, () => Promise<{ default: Component }>>>
  /** What one can do from the command palette. */
  readonly verbs?: readonly Verb[]
  /** Finds the plugin's records while somebody types in the command palette. */
  readonly search?: SearchProvider
  /** Cards on the workspace's home page, in their order. */
  readonly widgets?: readonly Widget[]
  /** What it shows on the pages of other plugins' records, by the record's noun. */
  readonly panels?: readonly RecordPanel[]
  /** What a new workspace does first with it, on the home page until it is done. */
  readonly firstSteps?: readonly FirstStep[]
  /** How this device is told of things, and which others are; `brief` where it only asks whether to turn it on. */
  readonly devices?: DevicesView
  /** Keys that open one of the plugin's pages from anywhere in the workspace. */
  readonly shortcuts?: readonly PageShortcut[]
}

export interface NavEntry {
  readonly label: string
  /** A Lucide icon's class, `i-lucide-contact`. */
  readonly icon: string
  /** Under the plugin's own path: `/contacts`. */
  readonly path: string
  readonly permission: string
}

/** One thing to do, such as `New contact`: it opens a page (a panel by its address too), or runs what it loads. */
export type Verb = VerbWords & (PathVerb | RunVerb)

interface VerbWords {
  /** Its name among the plugin's verbs: `new-contact`. */
  readonly id: string
  readonly label: string
  readonly icon: string
  readonly permission: string
  /** Other words that people look for it by. */
  readonly keywords?: readonly string[]
}

export interface PathVerb {
  /** Under the plugin's own path: `/contacts?panel=add`. */
  readonly path: string
}

export interface RunVerb {
  readonly run: () => Promise<{ default: (workspace: Workspace) => void | Promise<void> }>
}

export interface SearchProvider {
  readonly permission: string
  readonly load: () => Promise<{ default: FindRecords }>
}

/** Answers the records that fit best, the best first, at most about eight. Aborted as soon as the query is outdated. */
export type FindRecords = (query: string, workspace: Workspace, signal: AbortSignal) => Promise<readonly FoundRecord[]>

export interface FoundRecord {
  readonly label: string
  /** What kind of thing it is, or what tells it from others of its name: `Contact, anna@example.com`. */
  readonly hint?: string
  readonly icon: string
  /** Under the plugin's own path: `/contacts/<id>`. */
  readonly path: string
}

export interface Widget {
  readonly id: string
  /** The heading of its card. */
  readonly title: string
  readonly permission: string
  /** Draws the card's content. */
  readonly load: () => Promise<{ default: Component }>
  /** Takes the whole row instead of half of it. */
  readonly wide?: boolean
}

export interface FirstStep {
  readonly id: string
  /** An imperative: `Bring your contacts`. */
  readonly title: string
  /** One sentence on what it is good for. */
  readonly why: string
  /** Under the plugin's own path: `/import`. */
  readonly path: string
  /** Who is asked to do it. */
  readonly permission: string
  readonly isDone: (workspace: Workspace) => Promise<boolean>
}

/** A part of a record's page that another plugin than the record's own brings: its files, its messages. */
export interface RecordPanel {
  readonly id: string
  /** Its heading. */
  readonly title: string
  /** Nouns of the records that it is for: `contact`. */
  readonly subjects: readonly string[]
  readonly permission: string
  /** What stands there while the plugin is not connected: `Pictures can be kept here once Files is connected.` */
  readonly whenOff?: string
  /** Draws the content; the subject is `<noun>:<id>`. */
  readonly load: () => Promise<{ default: Component<{ readonly subject: string }> }>
}

export type DevicesView = () => Promise<{ default: Component<{ readonly brief?: boolean }> }>

export interface PageShortcut {
  /** A sequence of keys: `g c`. */
  readonly keys: string
  /** What it does, for the list under `?`: `Go to contacts`. */
  readonly label: string
  /** Under the plugin's own path: `/contacts`. */
  readonly path: string
  readonly permission: string
}

/** Declares a plugin's pages. It changes nothing; it checks the types. */
export function definePluginUi(ui: PluginUi): PluginUi {
  return ui
}
