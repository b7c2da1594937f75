import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findFreePort } from '../platform/find-free-port.ts'
import { findPostgresBinaries, findServerUser, listChildren, type SystemUser } from './postgres-binaries.ts'

const run = promisify(execFile)
const startDeadlineMs = 30_000
const stopDeadlineMs = 10_000

export type PostgresServerOptions = {
  port?: number
  /** Where the cluster is made, a folder that does not exist yet; a temporary one by default. */
  folder?: string
  /** Without it the server forgets the disk: fast, and lost when the machine stops. */
  durable?: boolean
}

/** A PostgreSQL of one's own. `stop` ends it and removes its folder; `kill9` leaves it as a crash does. */
export type PostgresServer = {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly folder: string
  stop(): Promise<void>
  kill9(): Promise<void>
  restart(): Promise<void>
}

/**
 * Makes a PostgreSQL cluster and runs it on 127.0.0.1, with a password of this moment and no other way in.
 *
 * Only processes that it started are ever ended, by their ids.
 */
export async function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries()
  const user = await findServerUser()
  const folder = await makeFolder(options.folder, user)
  const port = options.port ?? (await findFreePort())
  const password = randomBytes(24).toString('base64url')
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const removeOnExit = () => rmSync(folder, { recursive: true, force: true })
  const launch = () => launchServer({ binaries, folder, port, url, user, durable: options.durable ?? true })
  let server: ChildProcess
  try {
    await initialiseCluster(binaries, folder, password, user)
    server = await launch()
  } catch (error) {
    removeOnExit()
    throw error
  }
  const killOnExit = () => {
    server.kill('SIGQUIT')
    removeOnExit()
  }
  process.once('exit', killOnExit)
  return {
    url,
    port,
    folder,
    get pid() {
      return server.pid ?? 0
    },
    async stop() {
      process.off('exit', killOnExit)
      await stopServer(server)
      await rm(folder, { recursive: true, force: true })
    },
    kill9: () => killServer(server),
    async restart() {
      await stopServer(server)
      server = await launch()
    },
  }
}

async function makeFolder(wanted: string | undefined, user: SystemUser | undefined): Promise<string> {
  const folder = wanted ?? (await mkdtemp(join(tmpdir(), 'dpf-postgres-')))
  if (wanted !== undefined) await mkdir(wanted, { mode: 0o700 })
  if (user !== undefined) await chown(folder, user.uid, user.gid)
  return folder
}

async function initialiseCluster(binaries: string, folder: string, password: string, user?: SystemUser): Promise<void> {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', `--locale=${locale}`, '--no-sync']
  await run(join(binaries, 'initdb'), ['-D', join(folder, 'data'), `--pwfile=${passwordFile}`, ...flags], {
    cwd: folder,
    ...user,
  })
  await rm(passwordFile)
  await chmod(folder, 0o700)
}

type Launch = {
  binaries: string
  folder: string
  port: number
  url: string
  user: SystemUser | undefined
  durable: boolean
}

async function launchServer({ binaries, folder, port, url, user, durable }: Launch): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200']
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const flags = ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(binaries, 'postgres'), flags, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  })
  const log: string[] = []
  server.stderr?.on('data', (chunk: Buffer) => {
    log.push(chunk.toString())
    if (log.length > 50) log.shift()
  })
  server.on('error', (error) => log.push(error.message))
  const deadlineMs = performance.now() + startDeadlineMs
  while (!(await isReady(url))) {
    if (hasEnded(server) || performance.now() > deadlineMs) {
      server.kill('SIGKILL')
      throw new Error(`PostgreSQL did not start:\n${log.join('')}`)
    }
    await delay(50)
  }
  return server
}

async function isReady(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  const connected = await client.connect().then(
    () => true,
    () => false,
  )
  await client.end().catch(() => {})
  return connected
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return
  const ended = waitForEnd(server)
  server.kill('SIGINT')
  const timer = setTimeout(() => server.kill('SIGQUIT'), stopDeadlineMs)
  await ended
  clearTimeout(timer)
}

/** Stops the parent first, so that it starts no further child while its children are listed and killed. */
async function killServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server) || server.pid === undefined) return
  const ended = waitForEnd(server)
  server.kill('SIGSTOP')
  const children = await listChildren(server.pid)
  server.kill('SIGKILL')
  await ended
  for (const child of children) sendSignal(child, 'SIGKILL')
  while (children.some((child) => sendSignal(child, 0))) await delay(10)
}

function sendSignal(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function waitForEnd(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => server.once('exit', () => resolve()))
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}
