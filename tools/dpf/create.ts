import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Refusal } from '../cli/run-command.ts'
import { idFault } from '../new-plugin/id-fault.ts'
import { publishedFiles } from '../new-plugin/plugin-files.ts'
import { linkPackages } from './link-packages.ts'
import { builtInIds, templateFile } from './places.ts'
import { readArguments } from './read-arguments.ts'

const usage = `dpf create <name> [--title "Gift cards"]

Makes a plugin in the folder <name>: an API for items, pages, a table, and tests that pass as they are.
The name is small letters with - between words; with _ instead it is the plugin's id.`

export async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args, usage, { title: { type: 'string' } }, [1, 1])
  if (parsed === undefined) return 0
  const beganMs = performance.now()
  const folder = resolve(parsed.positionals[0] ?? '')
  await createPlugin(folder, parsed.values.title)
  const shown = relative(process.cwd(), folder) || '.'
  console.log(`${shown} is made (${Math.round(performance.now() - beganMs)} ms): an API for items, its pages, and tests.

  cd ${shown}
  npx dpf test       runs its tests on the real platform
  npx dpf dev        runs the platform with it, and follows every save

Start in plugin.ts.`)
  return 0
}

/** Writes a new plugin into a folder that is empty or not there yet. */
export async function createPlugin(folder: string, title?: string): Promise<void> {
  const id = basename(folder).replaceAll('-', '_')
  const fault =
    idFault(id) ??
    ((await builtInIds()).includes(id) ? `${id} is taken by the platform itself: choose another name` : undefined)
  if (fault !== undefined) throw new Refusal(fault)
  const there = await readdir(folder).catch(() => [])
  if (there.length > 0) throw new Refusal(`${folder} is there already, and not empty`)
  const words = id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ')
  const more = { title: title?.trim() || words, folder: basename(folder) }
  for (const [name, text] of await publishedFiles((each) => templateFile(`new-plugin/${each}`), id, more)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text, { flag: 'wx' })
  }
  await linkPackages(folder)
}
