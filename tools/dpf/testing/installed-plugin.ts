import { inject } from 'vitest'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Manifest } from '../../../kernel/sandbox/manifest.ts'
import { type Client, createClient, makeWorkspace, type Workspace } from '../../testing/client.ts'

/** What `dpf test` tells the tests. */
export interface TestedPlugin {
  /** Where the platform runs. */
  readonly url: string
  readonly manifest: Manifest
}

declare module 'vitest' {
  interface ProvidedContext {
    dpf: TestedPlugin
  }
}

export interface InstallOptions {
  /** The workspace's name. */
  readonly name?: string
  /** Built-in modules that it has turned on: `booking`. */
  readonly modules?: readonly string[]
  /** Less than the plugin asks for; all of it when absent. */
  readonly grants?: Grants
  readonly settings?: Readonly<Record<string, unknown>>
}

/** A workspace that has installed the plugin. `client` sends as its owner. */
export interface Installed extends Workspace {
  readonly pluginId: string
  readonly version: string
  /** Sends as nobody. */
  readonly platform: Client
}

/** The plugin under test. */
export function testedPlugin(): TestedPlugin {
  const tested = inject('dpf')
  if (tested === undefined) throw new Error('Run these tests with dpf test: it starts the platform that they need')
  return tested
}

/** Makes a workspace with a new owner and installs the plugin in it, as a person would. */
export async function installedPlugin(options: InstallOptions = {}): Promise<Installed> {
  const { url, manifest } = testedPlugin()
  const { name, modules, ...wishes } = options
  const platform = createClient(url)
  const workspace = await makeWorkspace(platform, {
    ...(name === undefined ? {} : { name }),
    ...(modules === undefined ? {} : { modules }),
  })
  const asked = { version: manifest.version, ...wishes }
  const { status, body } = await workspace.client.post(`/api/plugins/${manifest.id}/install`, asked)
  if (status !== 201) throw new Error(`Installing ${manifest.id} answered ${status}: ${JSON.stringify(body)}`)
  return { ...workspace, pluginId: manifest.id, version: manifest.version, platform }
}
