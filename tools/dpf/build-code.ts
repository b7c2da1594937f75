import { builtinModules } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type BuildFailure,
  type BuildOptions,
  type Plugin as BuildPlugin,
  type BuildResult,
  build,
  context,
  type Message,
  type PluginBuild,
} from 'esbuild'
import { type Fault, Faults } from './fault.ts'
import { isOfSdk, packageFolder, sdkModules } from './places.ts'

export interface BuiltCode {
  readonly text: string
  /** A source map, as JSON. */
  readonly map: string
  /** By the path from the plugin's folder: how many bytes of the text come from it. */
  readonly inputs: Readonly<Record<string, number>>
}

/** What is made of the folder: what runs published, what describes it to `dpf` anywhere, or beside `dpf`'s own SDK. */
export type Purpose = 'isolated' | 'describe' | 'describeHere'

function entryOf(purpose: Purpose): string {
  const [name, module] =
    purpose === 'isolated' ? ['serveIsolated', sdkModules.isolated] : ['describePlugin', sdkModules.describe]
  return `import { ${name} } from ${JSON.stringify(module)}
import { plugin } from './plugin.ts'
export default ${name}(plugin)`
}

/** Bundles the plugin into one ES module. What cannot be in one throws `Faults`, each with its line. */
export function buildCode(folder: string, purpose: Purpose): Promise<BuiltCode> {
  return read(build(optionsOf(folder, purpose)))
}

/** The same again and again: each time reads what has changed since the last. */
export async function openBuild(
  folder: string,
  purpose: Purpose,
): Promise<{ readonly build: () => Promise<BuiltCode>; readonly close: () => Promise<void> }> {
  const building = await context(optionsOf(folder, purpose))
  return { build: () => read(building.rebuild()), close: () => building.dispose() }
}

function optionsOf(folder: string, purpose: Purpose) {
  return {
    absWorkingDir: folder,
    stdin: { contents: entryOf(purpose), resolveDir: folder, sourcefile: 'published.js', loader: 'js' },
    bundle: true,
    write: false,
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
    outfile: 'plugin.js',
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser', 'import'],
    mainFields: ['module', 'main'],
    nodePaths: [join(packageFolder, 'node_modules')],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    // Code that waits while it is loaded has nothing to wait for: an isolate has no request yet, and no way out.
    supported: { 'top-level-await': false },
    plugins: [doors(purpose)],
  } as const satisfies BuildOptions
}

type Built = BuildResult<ReturnType<typeof optionsOf>>

async function read(building: Promise<Built>): Promise<BuiltCode> {
  try {
    const { outputFiles, metafile } = await building
    const [map, code] = outputFiles
    const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined)
    if (map === undefined || code === undefined || output === undefined) throw new Error('The plugin was not built')
    const inputs = Object.fromEntries(
      Object.entries(output.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
    )
    return { text: code.text, map: map.text, inputs }
  } catch (error) {
    if (isBuildFailure(error)) throw new Faults(error.errors.map(faultOf))
    throw error
  }
}

const builtIn = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))

/** Leads `#sdk` to the SDK, and refuses what an isolate does not have. */
function doors(purpose: Purpose): BuildPlugin {
  return {
    name: 'dpf',
    setup(build) {
      if (purpose === 'describeHere') leavePackages(build)
      build.onResolve({ filter: /^(#sdk|digital-platform-factory)(\/|$)/ }, ({ path }) => {
        const name = path.replace(/^digital-platform-factory\/sdk/, '#sdk')
        if (name === '#sdk') return { path: sdkModules['#sdk'], sideEffects: false }
        return {
          errors: [
            {
              text:
                name === '#sdk/testing'
                  ? 'Only tests import #sdk/testing'
                  : `There is no ${path}: a plugin imports #sdk`,
            },
          ],
        }
      })
      // What of the SDK a plugin does not use does not come along.
      build.onResolve({ filter: /^\./ }, ({ path, importer }) =>
        isOfSdk(importer) ? { path: resolve(dirname(importer), path), sideEffects: false } : undefined,
      )
      build.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
        if (!builtIn.has(path) && !/^(node|cloudflare):/.test(path)) return undefined
        if (isOfSdk(importer))
          return purpose === 'isolated'
            ? { path, external: true, sideEffects: false }
            : { path, namespace: 'absent', sideEffects: false }
        return { errors: [{ text: reasonAgainst(path) }] }
      })
      build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
    },
  }
}

/** Node has the SDK and the packages already: only the author's own files are read anew. */
function leavePackages(build: PluginBuild): void {
  build.onResolve({ filter: /^#sdk$/ }, () => ({ path: pathToFileURL(sdkModules['#sdk']).href, external: true }))
  build.onResolve({ filter: /^[a-z@]/ }, ({ path }) =>
    builtIn.has(path) || /^\w+:/.test(path) ? undefined : { path, external: true },
  )
  build.onResolve({ filter: /^\// }, ({ path }) =>
    path === sdkModules.describe ? { path: pathToFileURL(path).href, external: true } : undefined,
  )
}

function reasonAgainst(path: string): string {
  return path === 'cloudflare:sockets'
    ? 'A published plugin opens no sockets: it talks to hosts in needs.hosts with fetch'
    : `A published plugin has no ${path}: it gets what it needs from #sdk and the Web's own APIs`
}

/** Packages lie elsewhere in every author's folders; where, is no part of what is published. */
export function withoutPlaces(text: string, inputs: readonly string[]): string {
  return inputs
    .filter((path) => /\.c?js$/.test(path) && path.includes('node_modules/'))
    .reduce(
      (shorter, path) =>
        shorter.replaceAll(`${JSON.stringify(path)}(`, `${JSON.stringify(path.replace(/^.*node_modules\//, ''))}(`),
      text,
    )
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

function faultOf({ text, location, notes }: Message): Fault {
  const message = plainly(text)
  if (location === null) return { file: 'plugin.ts', message }
  if (location.file === 'published.js') return { file: 'plugin.ts', line: 1, column: 1, message }
  return {
    file: location.file,
    line: location.line,
    column: location.column + 1,
    message:
      notes.length === 0 || message !== text ? message : `${message} (${notes.map((note) => note.text).join(' ')})`,
  }
}

function plainly(text: string): string {
  if (text.startsWith('Top-level await'))
    return 'A published plugin waits for nothing while it is loaded: await inside a route, a job or a handler'
  if (text.startsWith('No matching export in "plugin.ts"'))
    return 'plugin.ts exports no plugin: write export const plugin = definePlugin({ … })'
  if (text.startsWith('Could not resolve "./plugin.ts"'))
    return 'There is no plugin.ts: run dpf in a plugin’s folder, or dpf create <name>'
  return text
}
