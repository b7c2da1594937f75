import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildPackage } from '../build/build-package.ts'

const root = join(import.meta.dirname, '../..')

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface InstalledCommand {
  /** Runs `dpf` to its end. */
  readonly run: (cwd: string, args: readonly string[], environment?: Record<string, string>) => Promise<Ran>
  /** Starts `dpf` and leaves it running. */
  readonly start: (cwd: string, args: readonly string[]) => ChildProcessWithoutNullStreams
}

/**
 * Puts the package into a folder as `npm install <tarball>` does, but for the pages of the workspace: what `npm pack`
 * takes, and beside it what it names as its dependencies and nothing else. Answers what runs its `dpf`.
 */
export async function installPackage(folder: string): Promise<InstalledCommand> {
  const modules = join(folder, 'node_modules')
  const own = join(modules, 'digital-platform-factory')
  await mkdir(own, { recursive: true })
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await cp(join(root, 'package.json'), join(own, 'package.json'))
  await buildPackage(join(own, 'dist/package'), { pages: false })
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules, name), 'dir')
  }
  const command = join(own, manifest.bin.dpf)
  const environment = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), VITEST: '', NODE_ENV: '', DPF_KEY: '' }
  return {
    run: (cwd, args, more = {}) =>
      new Promise((resolve) => {
        const options = { cwd, env: { ...environment, ...more }, maxBuffer: 32 * 1024 * 1024 }
        execFile(process.execPath, [command, ...args], options, (error, out, err) => {
          resolve({ code: error === null ? 0 : Number(error.code), out, err })
        })
      }),
    start: (cwd, args) => spawn(process.execPath, [command, ...args], { cwd, env: environment }),
  }
}
