import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'vite'
import { alone } from './alone.ts'
import { bundleEmbed } from './bundle-embed.ts'

const root = join(import.meta.dirname, '../..')
const builds = join(root, 'dist/web')
const latest = join(builds, 'latest.json')
/** Who copies an older build still has it for so long. */
const keptMs = 3_600_000

/** What a build was made of, as paths from the root; named by a hash of their content, as its folder is. */
interface Build {
  readonly name: string
  readonly inputs: readonly string[]
}

/** Copies the workspace's pages into `folder`, built anew if what the last build was made of has changed. */
export async function buildWeb(folder: string): Promise<void> {
  const { name } =
    (await seekBuild()) ?? (await alone(join(builds, 'building'), async () => (await seekBuild()) ?? make()))
  await cp(join(builds, name), folder, { recursive: true })
}

/** The last build, when it is what a new one would be. */
async function seekBuild(): Promise<Build | undefined> {
  try {
    const last = JSON.parse(await readFile(latest, 'utf8')) as Build
    await stat(join(builds, last.name, 'index.html'))
    return (await nameOf(await allInputs(last.inputs))) === last.name ? last : undefined
  } catch {
    return undefined
  }
}

/** Builds in a folder of its own, which takes its name when it is whole: nobody ever copies half of one. */
async function make(): Promise<Build> {
  const beganMs = Date.now()
  const part = join(builds, `part-${randomUUID()}`)
  const modules: string[] = []
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    plugins: [
      {
        name: 'inputs',
        buildEnd() {
          modules.push(...this.getModuleIds())
        },
      },
    ],
    build: { outDir: part },
  })
  const embed = await bundleEmbed()
  await writeFile(join(part, 'embed.js'), embed.text)
  const inputs = await allInputs([...modules.flatMap(pathOf), ...embed.inputs])
  const made = { name: await nameOf(inputs), inputs }
  // One of the same name is the same, and somebody may be copying it.
  await rename(part, join(builds, made.name)).catch(() => rm(part, { recursive: true, force: true }))
  // What was edited meanwhile may be in the name and not in the build: the next one is made anew.
  if ((await newest(inputs)) < beganMs) await remember(made)
  await removeOld(made)
  return made
}

async function remember(made: Build): Promise<void> {
  const file = `${latest}.${process.pid}`
  await writeFile(file, JSON.stringify(made))
  await rename(file, latest)
}

async function removeOld({ name }: Build): Promise<void> {
  for (const entry of await readdir(builds, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === name) continue
    const { mtimeMs } = await stat(join(builds, entry.name))
    if (Date.now() - mtimeMs > keptMs) await rm(join(builds, entry.name), { recursive: true, force: true })
  }
}

/** A module's file, when it is one of the repository's and not made up by a plugin of the build. */
function pathOf(id: string): string[] {
  const file = id.replace(/\?.*/, '')
  const path = relative(root, file)
  return file.startsWith(root) && !path.startsWith('node_modules') && existsSync(file) ? [path] : []
}

/** With what no module names: the settings of the build, the packages, what is copied as it is, and the plugins' icons. */
async function allInputs(modules: readonly string[]): Promise<string[]> {
  const copied = (await readdir(join(root, 'web/public'))).map((name) => `web/public/${name}`)
  const plugins = (await readdir(join(root, 'plugins'))).map((id) => `plugins/${id}/plugin.ts`)
  const settings = ['package-lock.json', 'web/index.html', 'web/site.html', 'web/uno.config.ts', 'web/vite.config.ts']
  const named = plugins.filter((path) => existsSync(join(root, path)))
  return [...new Set([...settings, ...copied, ...named, ...modules])].sort()
}

async function nameOf(inputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of inputs)
    hash
      .update(path)
      .update('\0')
      .update(await readFile(join(root, path)))
  return hash.digest('hex').slice(0, 16)
}

async function newest(inputs: readonly string[]): Promise<number> {
  const times = await Promise.all(inputs.map((path) => stat(join(root, path))))
  return Math.max(...times.map(({ mtimeMs }) => mtimeMs))
}
