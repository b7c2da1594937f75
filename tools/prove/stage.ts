import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
  const answer = new Promise<{ url?: string; error?: string }>((resolve) => {
    const timer = setTimeout(() => resolve({ error: 'the platform did not start in time' }), startDeadlineMs)
    const settle = (message: { url?: string; error?: string }) => {
      clearTimeout(timer)
      resolve(message)
    }
    child.once('message', (message) => settle(message as { url?: string; error?: string }))
    child.once('exit', (code) => settle({ error: `the platform ended with ${code}` }))
  })
  child.send(start)
  const { url, error } = await answer
  if (url === undefined) {
    await killGroup(child)
    throw new Error(`${error}\n${log.slice(-20).join('')}`)
  }
  return { child, url }
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
