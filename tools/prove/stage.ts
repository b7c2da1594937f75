import { type ChildProcess, execFile, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Migration } from '../../kernel/database/migration.ts'
import { type PostgresServer, startPostgresServer } from '../database/postgres-server.ts'
import { findFreePort } from '../platform/find-free-port.ts'
import { type InstallationSecrets, newSecrets } from '../platform/installation-secrets.ts'
import { type OpenDatabase, openDatabase } from '../platform/open-database.ts'
import { type Client, createClient } from '../testing/client.ts'

export interface PlatformStart {
  readonly secrets: InstallationSecrets
  readonly port: number
  readonly folder: string
  readonly databaseUrl: string
  readonly settings: Readonly<Record<string, string>>
  readonly entry?: string
  readonly migrations?: readonly Migration[]
}

/** A PostgreSQL server and the platform on it, both of which can be killed like a machine that loses power. */
export interface Stage {
  readonly client: Client
  readonly server: PostgresServer
  /** The owner of the database, behind the platform's back. Opened anew after a kill of the server. */
  readonly owner: () => OpenDatabase['owner']
  /** All that the platform printed. */
  readonly log: () => string
  readonly killDatabase: () => Promise<void>
  readonly killPlatform: () => Promise<void>
  /** Kills workerd alone; the process around it goes on and puts another in its place. */
  readonly killRuntime: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface StageOptions extends Pick<PlatformStart, 'entry' | 'migrations'> {
  readonly durable: boolean
}

const startDeadlineMs = 60_000

/** Starts both, with limits out of the way. Without `durable` PostgreSQL forgets what it had not written yet. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'dpf-prove-'))
  const server = await startPostgresServer({ durable: options.durable })
  const start: PlatformStart = {
    secrets: newSecrets(),
    port: await findFreePort(),
    folder,
    databaseUrl: server.url,
    settings: { RATE_LIMIT_SCALE: '1000000' },
    ...(options.entry === undefined ? {} : { entry: options.entry }),
    ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
  }
  const log: string[] = []
  const owner = await openDatabase({ databaseUrl: server.url, folder: '', ownerPassword: '' })
  let platform = await launch(start, log)
  return {
    client: createClient(platform.url),
    server,
    owner: () => owner.owner,
    log: () => log.join(''),
    killDatabase: async () => {
      await server.kill9()
      await server.restart()
    },
    killPlatform: async () => {
      await killGroup(platform.child)
      platform = await launch(start, log)
    },
    killRuntime: async () => {
      await killChildren(platform.child, 'workerd')
      const answer = nextAnswer(platform.child)
      platform.child.send('reload')
      const { error } = await answer
      if (error !== undefined) throw new Error(`${error}\n${log.slice(-20).join('')}`)
    },
    stop: async () => {
      await killGroup(platform.child)
      await owner.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function launch(start: PlatformStart, log: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('./platform-process.ts', import.meta.url).href), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => log.push(chunk.toString()))
  const answer = nextAnswer(child)
  child.send(start)
  const { url, error } = await answer
  if (url === undefined) {
    await killGroup(child)
    throw new Error(`${error}\n${log.slice(-20).join('')}`)
  }
  return { child, url }
}

/** What the process says next, or that it ended or said nothing in time. */
function nextAnswer(child: ChildProcess): Promise<{ url?: string; error?: string }> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle({ error: 'the platform did not start in time' }), startDeadlineMs)
    const onMessage = (message: unknown) => settle(message as { url?: string; error?: string })
    const onExit = (code: number | null) => settle({ error: `the platform ended with ${code}` })
    const settle = (answer: { url?: string; error?: string }) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      resolve(answer)
    }
    child.once('message', onMessage).once('exit', onExit)
  })
}

/** Kills, as `kill -9` does, what a process started under this name. */
async function killChildren({ pid }: ChildProcess, name: string): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,comm='])
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === pid && command?.includes(name))
  if (children.length === 0) throw new Error(`There is no ${name} to kill`)
  for (const [child] of children) process.kill(Number(child), 'SIGKILL')
}

/** The child leads its group, in which workerd is too: the id of the one names the other. */
async function killGroup(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  signalGroup(pid, 'SIGKILL')
  await ended
  while (signalGroup(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 10))
}

function signalGroup(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
