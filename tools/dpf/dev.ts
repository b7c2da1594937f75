import { realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readPort } from '../cli/read-options.ts'
import { requireFolder } from '../cli/require-folder.ts'
import { tryPort } from '../cli/require-free-port.ts'
import { messageOf } from '../cli/run-command.ts'
import { watchFolders } from '../cli/watch-folders.ts'
import { lockFolder } from '../platform/lock-folder.ts'
import { startAuthorPlatform } from './author-platform.ts'
import { openBuilds } from './builds.ts'
import { bringUp, readProgress, requireSameMigrations } from './dev/bring-up.ts'
import { followLogs } from './dev/follow-logs.ts'
import { openSession, type Session } from './dev/session.ts'
import { Faults, faultText } from './fault.ts'
import { makeBundle } from './make-bundle.ts'
import { readArguments } from './read-arguments.ts'

const usage = `dpf dev [--port 8787] [--fresh]

Runs the platform with a workspace that has things in it and the plugin installed, and follows every save: bundled,
published as <version>-dev.<n>, and running in the workspace. What is wrong is told by file and line, and the last
good version stays. Its data is kept in .dpf/; --fresh begins anew. What the plugin writes to its console comes here.`

const quietMs = 30
const ignored = new Set(['node_modules', 'dist', '.dpf', '.git'])

export async function run(args: readonly string[]): Promise<number> {
  const options = { port: { type: 'string' }, fresh: { type: 'boolean', default: false } } as const
  const parsed = readArguments(args, usage, options)
  if (parsed === undefined) return 0
  const folder = realpathSync('.')
  const data = join(folder, '.dpf')
  const beganMs = performance.now()
  // What cannot be bundled is told before anything starts.
  await makeBundle(folder)
  if (parsed.values.fresh) await rm(data, { recursive: true, force: true })
  await requireFolder(data)
  const port = await choosePort(parsed.values.port)
  const unlock = await lockFolder(data, `http://localhost:${port}`)
  process.once('exit', unlock)
  const platform = await startAuthorPlatform({ folder: data, port, web: true, onLog: () => undefined })
  const end = async (code: number) => {
    await platform.stop().catch(() => undefined)
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  try {
    const session = await openSession(platform.url, data)
    const follow = await following(folder, data, session)
    await follow.save([])
    console.log(summary(platform.url, session, performance.now() - beganMs))
    await watchFolders([folder], follow.note, ignored)
  } catch (error) {
    console.error(messageOf(error))
    await end(1)
  }
  return new Promise(() => undefined)
}

async function choosePort(wanted: string | undefined): Promise<number> {
  if (wanted !== undefined) return readPort(wanted)
  return (await tryPort('127.0.0.1', 8787)) === undefined ? 8787 : 0
}

function summary(url: string, { email, password, slug }: Session, tookMs: number): string {
  return `
Running after ${(tookMs / 1000).toFixed(1)} s.

  Address    ${url}
  Email      ${email}
  Password   ${password}
  Workspace  ${slug}

Every save is followed. Ctrl-C ends it.
`
}

/** Takes saves one after the other; what is saved meanwhile is taken together next. */
async function following(folder: string, data: string, session: Session) {
  const builds = await openBuilds(folder)
  let progress = await readProgress(data)
  let isBusy = false
  let timer: NodeJS.Timeout | undefined
  const changed = new Set<string>()
  const logs = followLogs(session.client)

  const save = async (files: readonly string[]) => {
    const beganMs = performance.now()
    try {
      const made = await makeBundle(folder, {
        builds,
        versionOf: (declared) => `${declared.split('-')[0]}-dev.${progress.number + 1}`,
      })
      requireSameMigrations(progress, made)
      progress = await bringUp(session, data, made, progress)
      logs.of(made)
      const { id, version } = made.manifest
      console.log(
        `${id} ${version} runs after ${Math.round(performance.now() - beganMs)} ms${files.length === 0 ? '' : `: ${files.join(', ')}`}`,
      )
    } catch (error) {
      progress = await readProgress(data)
      console.error(
        error instanceof Faults ? error.faults.map((fault) => faultText(fault, folder)).join('\n') : messageOf(error),
      )
      console.error('The last good version goes on running.')
    }
  }

  const next = async () => {
    if (isBusy || changed.size === 0) return
    isBusy = true
    const files = [...changed]
    changed.clear()
    await save(files)
    isBusy = false
    void next()
  }

  const note = (path: string) => {
    if (!/\.(ts|js|json|sql|md|png|jpe?g|webp)$/.test(path) || /\.test\.ts$/.test(path)) return
    changed.add(relative(folder, path))
    clearTimeout(timer)
    timer = setTimeout(() => void next(), quietMs)
  }
  return { save, note }
}
