import { spawnSync } from 'node:child_process'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readOptions } from './cli/read-options.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { writeRegistries } from './generate.ts'
import { idFault } from './new-plugin/id-fault.ts'
import { pluginFiles } from './new-plugin/plugin-files.ts'

const root = join(import.meta.dirname, '..')

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
  for (const [name, text] of await pluginFiles((name) => join(root, 'tools/new-plugin', name), id, title)) {
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
