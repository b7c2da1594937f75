import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Refusal, runCommand } from '../cli/run-command.ts'
import { deployedPackages } from './deployed-packages.ts'
import { type Import, readModule } from './read-imports.ts'

/** Sources by their path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>

export interface Survey {
  readonly modules: number
  readonly edges: number
  /** `file:line: what is wrong`. */
  readonly trespasses: readonly string[]
}

/** What the kernel may take from the runtime: workerd has them (nodejs_compat). */
const runtimeModules = new Set([
  'cloudflare:sockets',
  'cloudflare:workers',
  'node:async_hooks',
  'node:buffer',
  'node:crypto',
])

/** The one door from the kernel to plugins, and the one from the SDK to the test harness. */
const doors = new Map([
  ['kernel/main.ts', 'plugins/registry.gen.ts'],
  ['kernel/sdk/testing.ts', 'tools/testing/'],
])

interface Place {
  readonly file: string
  /** `kernel`, `web`, `plugins`, or `plugins/<id>`. */
  readonly room: string
  /** Tests and the settings of tools: what is never deployed. */
  readonly isTest: boolean
}

/** Finds every import that passes a wall of the design, and every module of a plugin that does something on import. */
export function surveyWalls(sources: Sources, dependencies: ReadonlySet<string>): Survey {
  let edges = 0
  const trespasses: string[] = []
  for (const [file, source] of sources) {
    const place = placeOf(file)
    const { imports, effects } = readModule(file, source)
    for (const each of imports) {
      edges += 1
      const reason = reasonAgainst(place, each, dependencies)
      if (reason !== undefined) trespasses.push(`${file}:${each.line}: imports ${each.specifier}: ${reason}`)
    }
    if (isPlugin(place.room) && !place.isTest && !file.includes('/ui/'))
      trespasses.push(...effects.map(({ line, what }) => `${file}:${line}: ${what} when it is imported`))
  }
  return { modules: sources.size, edges, trespasses }
}

function placeOf(file: string): Place {
  const [top = '', second = ''] = file.split('/')
  const room = top === 'plugins' && file.split('/').length > 2 ? `plugins/${second}` : top
  return { file, room, isTest: /\.(test|config)\.tsx?$|\/testing\/|\/fixtures\//.test(file) }
}

function isPlugin(room: string): boolean {
  return room.startsWith('plugins/')
}

/** Why this import passes a wall; undefined when it does not. */
function reasonAgainst(place: Place, each: Import, dependencies: ReadonlySet<string>): string | undefined {
  const { specifier } = each
  if (specifier.startsWith('#')) return reasonAgainstDoor(place, specifier)
  if (specifier.startsWith('virtual:')) return place.room === 'web' ? undefined : 'only pages are styled'
  if (specifier.startsWith('node:') || specifier.startsWith('cloudflare:'))
    return reasonAgainstRuntime(place, specifier)
  if (!specifier.startsWith('.')) return reasonAgainstPackage(place, specifier, dependencies)
  const target = posix.join(posix.dirname(place.file), specifier)
  if (isPlugin(place.room)) return reasonInPlugin(place, target, each)
  if (place.room === 'plugins') return reasonInRegistry(place, target)
  return place.room === 'web' ? reasonInWeb(place, target, each) : reasonInKernel(place, target)
}

function reasonAgainstDoor(place: Place, specifier: string): string | undefined {
  if (place.room === 'web' && specifier === '#kit')
    return place.file.startsWith('web/site/') ? 'visitors load nothing of the workspace' : undefined
  if (!isPlugin(place.room)) return place.isTest ? undefined : 'this name is for plugins'
  if (specifier === '#sdk') return undefined
  if (specifier === '#sdk/testing') return place.isTest ? undefined : 'only tests need the test harness'
  if (specifier === '#site') return isForVisitors(place) ? undefined : 'only ui/site draws for visitors'
  if (specifier === '#kit' && isForVisitors(place))
    return 'visitors load nothing of the workspace: #site has what they need'
  if (specifier === '#kit') return place.file.includes('/ui/') ? undefined : 'only ui/ draws'
  return 'there is no such door'
}

/** A plugin's pages for visitors, which do not know the workspace's kit. */
function isForVisitors({ file }: Place): boolean {
  return /\/ui\/site(\.tsx?$|\/)/.test(file)
}

function reasonAgainstRuntime(place: Place, specifier: string): string | undefined {
  if (place.isTest || place.file === 'kernel/sdk/testing.ts') return undefined
  if (isPlugin(place.room)) return 'a plugin gets all it needs from #sdk'
  if (place.room === 'web') return 'a browser does not have it'
  return runtimeModules.has(specifier) ? undefined : 'the Worker does not take this from the runtime'
}

function reasonAgainstPackage(place: Place, specifier: string, dependencies: ReadonlySet<string>): string | undefined {
  if (place.isTest) return undefined
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return dependencies.has(name) ? undefined : 'it is not among the packages that are deployed'
}

function reasonInPlugin({ file, room, isTest }: Place, target: string, { isType }: Import): string | undefined {
  if (!target.startsWith(`${room}/`)) return 'a plugin sees its own folder, #sdk and packages'
  const inside = target.slice(room.length + 1)
  if (file === `${room}/client.ts` && inside !== 'contract.ts' && !isType)
    return 'the client takes only types: write import type'
  const isUi = file.startsWith(`${room}/ui/`)
  if (isUi && isForVisitors(placeOf(file)) !== isForVisitors(placeOf(target)) && inside.startsWith('ui/'))
    return 'pages for visitors and for the workspace have nothing of each other'
  if (isUi && !/^(ui\/.*|client\.ts|contract\.ts)$/.test(inside)) return 'ui/ sees client.ts and contract.ts'
  if (!isUi && !isTest && inside.startsWith('ui/')) return 'the Worker has no use for ui/'
  return isTest || !placeOf(target).isTest ? undefined : 'only tests see test code'
}

function reasonInRegistry({ file, isTest }: Place, target: string): string | undefined {
  if (isTest) return undefined
  if (file !== 'plugins/registry.gen.ts') return 'beside the plugins there is only their registry'
  return /^plugins\/[a-z_]+\/plugin\.ts$/.test(target) || target === 'kernel/sdk/define-plugin.ts'
    ? undefined
    : 'the registry lists plugin.ts files'
}

/** What a published plugin says of itself: the pages are drawn from it, and go by its types. */
const publishedContract = /^kernel\/(sdk\/pages|sandbox\/(grants|manifest))\.ts$/

function reasonInWeb({ file }: Place, target: string, { isType }: Import): string | undefined {
  if (target.startsWith('web/')) return reasonAmongPages(file, target)
  if (isType && publishedContract.test(target) && !file.startsWith('web/site/')) return undefined
  const isListed = file === 'web/registry.gen.ts' && /^plugins\/[a-z_]+\/ui\/nav\.ts$/.test(target)
  const isSite = file === 'web/site/registry.gen.ts' && /^plugins\/[a-z_]+\/ui\/site\.ts$/.test(target)
  return isListed || isSite ? undefined : 'pages reach plugins through their registry, and the kernel through the API'
}

/** Visitors load nothing of the workspace's pages but what says so here: colours and problems are the same for both. */
function reasonAmongPages(file: string, target: string): string | undefined {
  const isShared = /^web\/(site\/.*|theme\.css|shell\/(accent|problem)\.ts)$/.test(target)
  if (file.startsWith('web/site/')) return isShared ? undefined : 'visitors load nothing of the workspace'
  return target.startsWith('web/site/') ? 'the workspace has nothing of the pages for visitors' : undefined
}

function reasonInKernel(place: Place, target: string): string | undefined {
  if (target.startsWith('kernel/'))
    return place.isTest || !placeOf(target).isTest ? undefined : 'only tests see test code'
  const door = doors.get(place.file)
  if (door !== undefined && target.startsWith(door)) return undefined
  if (target.startsWith('tools/') && place.isTest) return undefined
  return target.startsWith('plugins/') ? 'the kernel knows no plugin' : 'the kernel sees its own folder and packages'
}

/** Every TypeScript module of the kernel, the plugins and the pages. */
async function readSources(root: string): Promise<Sources> {
  const folders = await Promise.all(
    ['kernel', 'plugins', 'web'].map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true })
      return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    }),
  )
  const files = folders.flat().filter((file) => /\.tsx?$/.test(file))
  return new Map(
    await Promise.all(files.sort().map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const)),
  )
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '../..')
  const { modules, edges, trespasses } = surveyWalls(await readSources(root), deployedPackages)
  if (modules === 0 || edges === 0) throw new Refusal('walls: nothing was looked at, so nothing is proved')
  if (trespasses.length > 0)
    throw new Refusal(`${trespasses.join('\n')}\n${trespasses.length} trespasses: README.md says who may import whom`)
  console.log(`walls: ${modules} modules, ${edges} imports, all inside`)
}

if (import.meta.main) await runCommand(main)
