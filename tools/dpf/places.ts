import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Migration } from '../../kernel/database/migration.ts'

/** Whether this is the repository itself, and not the package that was made of it. */
const isSource = import.meta.filename.endsWith('.ts')
const root = join(import.meta.dirname, '../..')
const here = import.meta.dirname

/** The modules that a plugin's code is bundled with. */
export const sdkModules = isSource
  ? {
      '#sdk': join(root, 'kernel/sdk/index.ts'),
      '#sdk/testing': join(root, 'tools/dpf/testing/index.ts'),
      isolated: join(root, 'kernel/sdk/isolated/serve-isolated.ts'),
      describe: join(root, 'tools/dpf/describe-plugin.ts'),
    }
  : {
      '#sdk': join(here, 'sdk/index.js'),
      '#sdk/testing': join(here, 'testing.js'),
      isolated: join(here, 'sdk/isolated.js'),
      describe: join(here, 'sdk/describe.js'),
    }

/** Whether a file is one of the SDK's own. */
export function isOfSdk(file: string): boolean {
  return file.startsWith(isSource ? join(root, 'kernel/') : join(here, 'sdk/')) || file === sdkModules.describe
}

/** Where this package's own dependencies are looked for. */
export const packageFolder = isSource ? root : join(here, '../..')

/** A template, by its name in the repository's `tools`. */
export function templateFile(name: string): string {
  return isSource ? join(root, 'tools', name) : join(here, 'templates', name)
}

/** What the platform starts with: built with the package, or on the spot. */
export async function prebuilt(): Promise<{ script: string; assets: string; migrations: Migration[] } | undefined> {
  if (isSource) return undefined
  const [script, migrations] = await Promise.all([
    readFile(join(here, 'worker.js'), 'utf8'),
    readFile(join(here, 'migrations.json'), 'utf8'),
  ])
  return { script, assets: join(here, 'web'), migrations: JSON.parse(migrations) as Migration[] }
}

/** The ids of the plugins that come with the platform. */
export async function builtInIds(): Promise<string[]> {
  if (isSource) return (await import('../platform/read-migrations.ts')).findPluginIds()
  return JSON.parse(await readFile(join(here, 'plugins.json'), 'utf8')) as string[]
}

/** The version of the command, and of the platform that it brings. */
export async function version(): Promise<string> {
  const text = await readFile(join(packageFolder, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
