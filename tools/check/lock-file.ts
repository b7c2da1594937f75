import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>

export interface MissingPackage {
  readonly place: string
  readonly name: string
  readonly version: string
  readonly isDev: boolean
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const spelledSystems: Readonly<Record<string, string>> = { windows: 'win32', win: 'win32' }
const processors: Readonly<Record<string, string>> = { '64': 'x64', armv7: 'arm', wasm32: 'wasm32' }

/**
 * The packages for other systems that a lock file left out.
 *
 * npm writes down only what its registry had; a mirror without the package for macOS then makes a lock file with which
 * `npm ci` fails everywhere else.
 */
export function findMissingPackages(packages: LockedPackages): MissingPackage[] {
  const missing = Object.entries(packages).flatMap(([holder, locked]) =>
    Object.entries(locked.optionalDependencies ?? {})
      .filter(([name]) => !places(holder, name).some((place) => packages[place] !== undefined))
      .map(([name, version]) => ({ place: `node_modules/${name}`, name, version, isDev: locked.dev === true })),
  )
  return missing.sort((left, right) => (left.place < right.place ? -1 : 1))
}

/** Where Node looks for a package, from the folder of the one that asks for it up to the root. */
function places(holder: string, name: string): string[] {
  const folders = holder.split(/(?<=^|\/)node_modules\//).filter((folder) => folder !== '')
  const levels = folders.map((_, depth) => folders.slice(0, depth + 1).join('node_modules/'))
  return ['', ...levels.map((level) => `node_modules/${level.replace(/\/$/, '')}/`)].map(
    (level) => `${level}node_modules/${name}`,
  )
}

/** What npm needs in order to leave the package out on this system and fetch it on its own. */
export function entryOf({ name, version, isDev }: MissingPackage): Readonly<Record<string, unknown>> {
  const words = (name.split('/').at(-1) ?? name).split('-')
  const os = words.map((word) => spelledSystems[word] ?? word).find((word) => systems.includes(word))
  const cpu = words
    .map((word) => processors[word] ?? word)
    .find((word) => /^(x64|ia32|arm|arm64|ppc64|riscv64|s390x|loong64|mips64el|wasm32)$/.test(word))
  if (os === undefined || cpu === undefined) throw new Error(`package-lock.json: for which system is ${name}?`)
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return {
    version,
    cpu: [cpu],
    ...(isDev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    os: [os],
  }
}

/** The lock file's text with every package in it. */
function complete(text: string, missing: readonly MissingPackage[]): string {
  const lock = JSON.parse(text) as { packages: Record<string, unknown> }
  for (const each of missing) lock.packages[each.place] = entryOf(each)
  const sorted = Object.entries(lock.packages).sort(([left], [right]) => left.localeCompare(right, 'en'))
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`
}

async function main(): Promise<void> {
  const file = join(import.meta.dirname, '../../package-lock.json')
  const text = await readFile(file, 'utf8')
  const { packages } = JSON.parse(text) as { packages: LockedPackages }
  const missing = findMissingPackages(packages)
  if (missing.length === 0) return console.log(`package-lock.json: ${Object.keys(packages).length} packages, all there`)
  if (process.argv.includes('--write')) {
    await writeFile(file, complete(text, missing))
    return console.log(`package-lock.json: added ${missing.length} packages for other systems`)
  }
  console.error(
    `package-lock.json lacks ${missing.map(({ name }) => name).join(', ')}: run node tools/check/lock-file.ts --write`,
  )
  process.exitCode = 1
}

if (import.meta.main) await main()
