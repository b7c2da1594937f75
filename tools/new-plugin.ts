import { spawnSync } from 'node:child_process'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { object } from 'valibot'
import { pluginFaults } from '../kernel/registry/check-plugin.ts'
import { pluginRouter } from '../kernel/sdk/router.ts'
import { readOptions } from './cli/read-options.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { writeRegistries } from './generate.ts'
import { reservedNames } from './new-plugin/reserved-names.ts'

const root = join(import.meta.dirname, '..')

/** The files of a plugin, by the template that each is made from. */
const templates: Readonly<Record<string, (id: string) => string>> = {
  'plugin.ts.txt': () => 'plugin.ts',
  'contract.ts.txt': () => 'contract.ts',
  'tables.ts.txt': () => 'tables.ts',
  '0001-items.sql.txt': () => 'migrations/0001-items.sql',
  'routes.ts.txt': () => 'routes.ts',
  'change-item.ts.txt': () => 'change-item.ts',
  'change-item.test.ts.txt': () => 'change-item.test.ts',
  'errors.ts.txt': () => 'errors.ts',
  'events.ts.txt': () => 'events.ts',
  'client.ts.txt': () => 'client.ts',
  'nav.ts.txt': () => 'ui/nav.ts',
  'types.ts.txt': () => 'ui/types.ts',
  'desk.ts.txt': () => 'ui/desk.ts',
  'items.tsx.txt': () => 'ui/items.tsx',
  'item-dialog.tsx.txt': () => 'ui/item-dialog.tsx',
  'test.ts.txt': (id) => `${id.replaceAll('_', '-')}.test.ts`,
}

/** Why a plugin cannot have this id; undefined when it can. */
export function idFault(id: string): string | undefined {
  if (!/^[a-z][a-z_]{1,40}$/.test(id) || /__|_$/.test(id))
    return `${JSON.stringify(id)} is no id for a plugin: write 2 to 41 small letters, with _ between words, such as gift_cards`
  const blank = {
    kind: 'module',
    title: '',
    description: '',
    icon: '',
    version: '',
    permissions: {},
    events: {},
  } as const
  const isReserved = pluginFaults({ ...blank, id, settings: object({}), routes: pluginRouter() }).length > 0
  return isReserved || reservedNames.has(id) ? `${id} is taken by the platform itself: choose another id` : undefined
}

/** The text of each file of a new plugin, by its path in the plugin's folder. */
export async function pluginFiles(id: string, title: string): Promise<Map<string, string>> {
  const camel = id.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const values: Readonly<Record<string, string>> = { id, camel, title: title.replaceAll(/['\\]/g, '\\$&') }
  return new Map(
    await Promise.all(
      Object.entries(templates).map(async ([template, nameOf]) => {
        const text = await readFile(join(root, 'tools/new-plugin', template), 'utf8')
        return [nameOf(id), text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')] as const
      }),
    ),
  )
}

async function main(): Promise<void> {
  const { values, positionals } = readOptions(
    'npm run new-plugin -- <id> [--title "Gift cards"]',
    { title: { type: 'string' } },
    1,
  )
  const [id = ''] = positionals
  const fault = idFault(id)
  if (fault !== undefined) throw new Refusal(fault)
  const folder = join(root, 'plugins', id)
  if (await exists(folder)) throw new Refusal(`plugins/${id} is there already`)
  const title = values.title?.trim() || id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ')
  for (const [name, text] of await pluginFiles(id, title)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text, { flag: 'wx' })
  }
  // A long id breaks lines elsewhere than a short one.
  spawnSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', folder], { cwd: root, stdio: 'ignore' })
  await writeRegistries()
  console.log(`plugins/${id} is made and registered: an API for items, a page that lists them, and tests.

  1. npm run dev, and turn it on in a workspace under Modules.
  2. Rename "item" to your noun, in the files and in migrations/0001-items.sql.
  3. npm run check && npm test -- plugins/${id} plugins/conformance.test.ts

docs/plugins.md goes on from there.`)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

if (import.meta.main) await runCommand(main)
