import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Bundle, largestCode } from '../../kernel/sandbox/bundle.ts'
import type { Manifest } from '../../kernel/sandbox/manifest.ts'
import { countTables, migrationFaults } from '../../kernel/sandbox/sql/migration-faults.ts'
import { type BuiltCode, withoutPlaces } from './build-code.ts'
import { type Builds, buildOnce } from './builds.ts'
import { codeFaults } from './code-faults.ts'
import { type Fault, Faults } from './fault.ts'
import { type Migrations, readChanges, readMigrationFiles, readScreenshots } from './read-extras.ts'
import { readManifest } from './read-manifest.ts'

export type UnsignedBundle = Omit<Bundle, 'signature'>

export interface MadeBundle {
  readonly bundle: UnsignedBundle
  readonly manifest: Manifest
  /** What does not keep it from being published, and its author would want to know. */
  readonly warnings: readonly Fault[]
  /** Bytes. */
  readonly sizes: BundleSizes
  /** Where each place in the code was written. */
  readonly source: BuiltCode
}

export interface BundleSizes {
  readonly code: number
  readonly codeGzip: number
  readonly manifest: number
  readonly migrations: number
  readonly screenshots: number
  /** Where the code comes from, the largest first. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[]
}

export interface MakeBundleOptions {
  /** The version, by the one that is declared: for one that is tried out. */
  readonly versionOf?: (declared: string) => string
  /** Builds of the folder that go on. */
  readonly builds?: Builds
}

/**
 * Makes what is published of a plugin's folder: the same bytes for the same files, wherever they lie.
 *
 * Whatever cannot run published throws `Faults`: all that was found, each with its file and line.
 */
export async function makeBundle(given: string, options: MakeBundleOptions = {}): Promise<MadeBundle> {
  // Places in what is built are told from where the files really are.
  const folder = await realpath(given)
  const { builds = buildOnce(folder) } = options
  const [code, migrations, screenshots, manifest] = await Promise.all([
    caught(builds.build()),
    readMigrationFiles(folder),
    readScreenshots(folder),
    caught(manifestOf(folder, builds, options)),
  ])
  const faults = [
    ...faultsIn(code),
    ...faultsIn(manifest),
    ...(code instanceof Faults ? [] : runtimeFaults(code)),
    ...migrations.faults,
    ...(manifest instanceof Faults ? [] : sqlFaults(migrations, manifest.id)),
    ...screenshots.faults,
  ]
  if (faults.length > 0 || code instanceof Faults || manifest instanceof Faults) throw new Faults(unique(faults))
  const bundle: UnsignedBundle = {
    format: 1,
    manifest: JSON.stringify(manifest),
    code: withoutPlaces(code.text, Object.keys(code.inputs)),
    migrations: [...migrations.list],
    screenshots: [...screenshots.contents],
  }
  return {
    bundle,
    manifest,
    source: code,
    warnings: await warningsOf(folder, manifest),
    sizes: {
      code: Buffer.byteLength(bundle.code),
      codeGzip: gzipSync(bundle.code).length,
      manifest: Buffer.byteLength(bundle.manifest),
      migrations: migrations.list.reduce((sum, { sql }) => sum + Buffer.byteLength(sql), 0),
      screenshots: screenshots.bytes,
      parts: partsOf(code),
    },
  }
}

async function manifestOf(folder: string, builds: Builds, options: MakeBundleOptions): Promise<Manifest> {
  const [declared, screenshots] = await Promise.all([builds.describe(), readScreenshots(folder)])
  return readManifest(folder, declared, {
    changesOf: (version) => readChanges(folder, version),
    versionOf: options.versionOf ?? ((declared) => declared),
    screenshots: screenshots.described.slice(0, 8),
  })
}

function runtimeFaults(code: BuiltCode): Fault[] {
  const bytes = Buffer.byteLength(code.text)
  const tooLarge = {
    file: 'plugin.ts',
    message: `Its code has ${bytes} bytes; ${largestCode} is the most: dpf bundle shows what they are`,
  }
  return [...codeFaults(code), ...(bytes > largestCode ? [tooLarge] : [])]
}

/** What the guard of migrations says; the tables of those before count. */
function sqlFaults({ list }: Migrations, pluginId: string): Fault[] {
  let tables = 0
  return list.flatMap(({ id, sql }) => {
    const faults = migrationFaults(sql, pluginId, tables)
    if (faults.length === 0) tables += countTables(sql)
    return faults.map(({ line, column, message }) => ({ file: `migrations/${id}.sql`, line, column, message }))
  })
}

async function warningsOf(folder: string, { version, changes, screenshots, description }: Manifest): Promise<Fault[]> {
  const release = !version.includes('-')
  const named = await readFile(join(folder, 'package.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { version?: string }).version,
    () => undefined,
  )
  return [
    ...(release && changes === ''
      ? [{ file: 'CHANGES.md', message: `Say under ## ${version} what is new: workspaces see it before they upgrade` }]
      : []),
    ...(release && named !== undefined && named !== version
      ? [
          {
            file: 'package.json',
            message: `Its version is ${named}, and the plugin’s is ${version}, which is the one that counts`,
          },
        ]
      : []),
    ...(release && screenshots.length === 0
      ? [{ file: 'screenshots', message: 'There are no pictures for the marketplace' }]
      : []),
    ...(description.startsWith('Say here')
      ? [{ file: 'plugin.ts', message: 'Its description is the template’s: say what a workspace gets' }]
      : []),
  ]
}

/** By package, and the author's own files together. */
function partsOf({ inputs }: BuiltCode): { name: string; bytes: number }[] {
  const parts = new Map<string, number>()
  for (const [path, bytes] of Object.entries(inputs)) {
    const name = partOf(path)
    parts.set(name, (parts.get(name) ?? 0) + bytes)
  }
  return [...parts]
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((left, right) => right.bytes - left.bytes)
}

function partOf(path: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  if (inPackage !== undefined && inPackage !== 'digital-platform-factory') return inPackage
  return inPackage !== undefined || path.startsWith('..') || path === 'published.js' ? '#sdk' : 'plugin'
}

function caught<Result>(work: Promise<Result>): Promise<Result | Faults> {
  return work.catch((error) => {
    if (error instanceof Faults) return error
    throw error
  })
}

function faultsIn(result: unknown): readonly Fault[] {
  return result instanceof Faults ? result.faults : []
}

/** Both builds of the code find the same. */
function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
