import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { findPluginIds, readMigrations } from '../platform/read-migrations.ts'
import { buildAssets } from './build-assets.ts'
import { buildWeb } from './build-web.ts'
import { buildWorker } from './build-worker.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Builds what `npm pack` puts into the package, in a folder: the command, the platform that it runs, and the SDK with
 * its types. Node does not strip types under `node_modules`, so everything is JavaScript. Tests
 * that open no page go without the pages.
 */
export async function buildPackage(target = join(root, 'dist/package'), { pages = true } = {}): Promise<void> {
  const part = `${target}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(join(part, 'web'), { recursive: true })
  await Promise.all([
    buildCommand(part),
    buildSdk(part),
    declareTypes(part),
    buildWorker({ minify: true }).then((script) => writeFile(join(part, 'worker.js'), script)),
    readMigrations().then((migrations) => writeFile(join(part, 'migrations.json'), JSON.stringify(migrations))),
    findPluginIds().then((ids) => writeFile(join(part, 'plugins.json'), JSON.stringify(ids))),
    cp(join(root, 'tools/new-plugin'), join(part, 'templates/new-plugin'), {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    }),
    buildAssets(join(part, 'web')).then(() => (pages ? buildWeb(join(part, 'web')) : undefined)),
  ])
  await rm(target, { recursive: true, force: true })
  await rename(part, target)
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  splitting: true,
  target: 'es2024',
  packages: 'external',
  metafile: true,
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** `dpf` and the door of its tests; what both need lies in chunks beside them. */
async function buildCommand(folder: string): Promise<void> {
  const { metafile } = await build({
    ...shared,
    platform: 'node',
    // Built pages come with the package; building them needs what is not in it.
    external: ['*/build-web.ts'],
    entryPoints: { dpf: 'tools/dpf.ts', testing: 'tools/dpf/testing/index.ts' },
    outdir: folder,
  })
  await chmod(join(folder, 'dpf.js'), 0o755)
  await requireDependencies(metafile)
}

/** The modules that a plugin's code is bundled with, which share what must be there once. */
async function buildSdk(folder: string): Promise<void> {
  const { metafile } = await build({
    ...shared,
    platform: 'neutral',
    external: ['node:*', 'cloudflare:*'],
    entryPoints: {
      index: 'kernel/sdk/index.ts',
      isolated: 'kernel/sdk/isolated/serve-isolated.ts',
      describe: 'tools/dpf/describe-plugin.ts',
    },
    outdir: join(folder, 'sdk'),
  })
  await requireDependencies(metafile)
}

/** Refuses a package that would import what whoever installs it does not get. */
async function requireDependencies({ outputs }: Metafile): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>
  }
  const imported = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external === true && !/^(node|cloudflare):|^#|^\./.test(path))
    .map(({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    )
  const missing = [...new Set(imported)].filter((name) => !Object.hasOwn(dependencies, name)).sort()
  if (missing.length > 0) throw new Error(`The package needs these among its dependencies: ${missing.join(', ')}`)
}

async function declareTypes(folder: string): Promise<void> {
  const types = join(folder, 'types')
  const args = ['-p', join(root, 'tsconfig.package.json'), '--outDir', types]
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), args, { cwd: root }).catch((error) => {
    throw new Error(`The SDK's types were not made: ${error.stdout ?? error}`)
  })
}

if (import.meta.main) await buildPackage()
