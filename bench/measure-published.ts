import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptVersion } from '../kernel/sandbox/installed-plugin.ts'
import { changeRights, install, noGrants, storeVersion, versionOf } from '../kernel/sandbox/testing/publish-plugin.ts'
import { plugin as shoes } from '../kernel/sandbox/testing/shoes/plugin.ts'
import { plugin } from '../plugins/crm/plugin.ts'
import { startPostgresServer } from '../tools/database/postgres-server.ts'
import { newSecrets } from '../tools/platform/installation-secrets.ts'
import { type Platform, startPlatform } from '../tools/platform/start-platform.ts'
import { createClient, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import type { Burst } from './load.ts'
import { type LoadGenerator, startLoadGenerator } from './load-generator.ts'
import { cpuBetween, cpuSeconds, processTree } from './measure-process.ts'
import { median, printTable, spread } from './print-table.ts'
import { seedContacts } from './seed-contacts.ts'

const shoesFolder = join(import.meta.dirname, '../kernel/sandbox/testing/shoes')
const contacts = 20_000
const callsInRow = 100
const coldLoads = 30

const list = { method: 'GET', path: '/api/crm/contacts?limit=50' } as const
const create = {
  method: 'POST',
  path: '/api/crm/contacts',
  body: JSON.stringify({ firstName: 'Berta', lastName: 'Tal', emails: ['berta@example.com'], phones: [], tags: [] }),
} as const
interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

/** Two runtimes on one database and one workspace: the customers module built in, and the same module published. */
interface Sides {
  readonly builtIn: Platform
  readonly published: Platform
  /** Of the two runtimes. */
  readonly pids: { readonly builtIn: number; readonly published: number }
  readonly workspace: Workspace
  readonly version: KeptVersion
  readonly headers: Readonly<Record<string, string>>
}

/** A published plugin against the same one built in, and what it costs to load one. */
export async function measurePublished(rounds: number): Promise<void> {
  const server = await startPostgresServer({ durable: true })
  const folder = join('.cache', `bench-${process.pid}`)
  const secrets = newSecrets()
  const start = (name: string, entry: string) =>
    startPlatform({
      secrets,
      port: 0,
      folder: join(folder, name),
      databaseUrl: server.url,
      entry,
      settings: { RATE_LIMIT_SCALE: '1000000' },
    })
  const builtIn = await start('built-in', 'kernel/main.ts')
  const first = await workerds()
  const published = await start('published', 'tools/testing/apart-worker.ts')
  const pids = { builtIn: first[0] ?? 0, published: (await workerds()).find((pid) => !first.includes(pid)) ?? 0 }
  const load = startLoadGenerator()
  try {
    const sides = await prepare({ builtIn, published, pids }, secrets.ENCRYPTION_KEY)
    const rows = []
    for (const call of [list, create] as const) rows.push(await compareCalls(sides, load, call, rounds))
    printTable('A published plugin against the same one built in, medians of interleaved rounds', rows)
    const small = await versionOf(shoes, shoesFolder, { encryptionKey: secrets.ENCRYPTION_KEY })
    await storeVersion(published, small)
    printTable('Loading a published plugin: the first call into a new isolate against one into a running one', [
      { plugin: 'a small one', ...(await measureColdLoads(sides, small, '/api/shoes/who')) },
      { plugin: 'customers', ...(await measureColdLoads(sides, sides.version, list.path)) },
    ])
  } finally {
    load.stop()
    await Promise.all([builtIn.stop(), published.stop()])
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function prepare(running: Pick<Sides, 'builtIn' | 'published' | 'pids'>, encryptionKey: string): Promise<Sides> {
  const { builtIn, published } = running
  const client = createClient(builtIn.url)
  const owner = await signUp(client)
  const workspace = await makeWorkspace(client, { owner, modules: ['crm'] })
  await seedContacts(builtIn.owner, workspace.id, contacts)
  const version = await versionOf(plugin, join(import.meta.dirname, '../plugins/crm'), { encryptionKey })
  await storeVersion(published, version)
  await install(published, workspace.id, version)
  const headers = {
    authorization: `Bearer ${owner.accessToken}`,
    'x-tenant-id': workspace.id,
    'content-type': 'application/json',
  }
  return { ...running, workspace, version, headers }
}

/** One call after the other for what one takes, and sixteen at a time for how many there are in a second. */
async function compareCalls(sides: Sides, load: LoadGenerator, call: Call, rounds: number) {
  const { builtIn, published } = sides
  const alone = { builtIn: [] as number[], published: [] as number[] }
  const together = { builtIn: [] as number[], published: [] as number[] }
  const cpu = { builtIn: [] as number[], published: [] as number[] }
  for (let round = -1; round < rounds; round++)
    for (const side of round % 2 === 0 ? (['builtIn', 'published'] as const) : (['published', 'builtIn'] as const)) {
      const { url } = side === 'builtIn' ? builtIn : published
      const inRow = await callInRow(url, sides, call)
      const before = await cpuSeconds([sides.pids[side]])
      const burst = await burstOf(url, sides, load, call)
      const after = await cpuSeconds([sides.pids[side]])
      // The first round warms both.
      if (round < 0) continue
      alone[side].push(inRow)
      together[side].push(burst.perSecond)
      cpu[side].push((cpuBetween(before, after) / burst.answered) * 1000)
    }
  const ratios = (of: typeof alone) => of.published.map((value, round) => value / (of.builtIn[round] ?? value))
  return {
    what: `${call.method} ${call.path}`,
    'p50 ms published / built in': `${median(alone.published).toFixed(2)} / ${median(alone.builtIn).toFixed(2)}`,
    'times (min–max)': spread(ratios(alone)),
    'req/s published / built in, 16 connections': `${median(together.published).toFixed(0)} / ${median(together.builtIn).toFixed(0)}`,
    'ratio (min–max)': spread(ratios(together)),
    'CPU ms of the runtime a request': `${median(cpu.published).toFixed(2)} / ${median(cpu.builtIn).toFixed(2)}`,
    'times, CPU (min–max)': spread(ratios(cpu)),
  }
}

async function callInRow(url: string, sides: Sides, call: Call): Promise<number> {
  const times = []
  for (let sent = 0; sent < callsInRow; sent++) times.push(await timeCall(url, sides, call))
  return median(times)
}

async function timeCall(url: string, { headers }: Sides, call: Call): Promise<number> {
  const startedMs = performance.now()
  const response = await fetch(url + call.path, {
    method: call.method,
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${call.method} ${call.path} answered ${response.status}`)
  return performance.now() - startedMs
}

async function burstOf(url: string, { headers }: Sides, load: LoadGenerator, call: Call): Promise<Burst> {
  const { method, path, ...rest } = call
  const burst = await load.burst({ url: url + path, method, headers, ...rest, connections: 16, duration: 2 })
  if (burst.failed > 0) throw new Error(`${burst.failed} requests of ${path} failed`)
  return burst
}

/**
 * What the first call into an isolate takes beyond the same call into one that runs. In both, rights have just changed,
 * so that both read them anew; only in one the grants are others, which is another isolate.
 */
async function measureColdLoads(sides: Sides, version: KeptVersion, path: string): Promise<Record<string, string>> {
  const { published, workspace } = sides
  const inside = createClient(published.url).with({ ...sides.headers })
  await install(published, workspace.id, version)
  await changeRights({ ...workspace, client: inside })
  await timeCall(published.url, sides, { method: 'GET', path })
  const times = { warm: [] as number[], cold: [] as number[] }
  const cpu = { warm: [] as number[], cold: [] as number[] }
  for (let round = 0; round < coldLoads; round++)
    for (const kind of ['warm', 'cold'] as const) {
      const limits = { ...noGrants.limits, rows: noGrants.limits.rows + round + 1 }
      if (kind === 'cold') await install(published, workspace.id, version, { grants: { limits } })
      await changeRights({ ...workspace, client: inside })
      const before = await cpuSeconds([sides.pids.published])
      times[kind].push(await timeCall(published.url, sides, { method: 'GET', path }))
      cpu[kind].push(cpuBetween(before, await cpuSeconds([sides.pids.published])) * 1000)
    }
  return {
    'code, kB': (version.code.length / 1000).toFixed(0),
    'first call, running isolate, ms': median(times.warm).toFixed(1),
    'first call, new isolate, ms': median(times.cold).toFixed(1),
    'load, ms (median of the differences)': spread(
      times.cold.map((cold, round) => cold - (times.warm[round] ?? cold)),
      1,
    ),
    'CPU of a load, ms (mean)': (mean(cpu.cold) - mean(cpu.warm)).toFixed(1),
  }
}

async function workerds(): Promise<number[]> {
  return (await processTree(process.pid)).flatMap(({ pid, name }) => (name.includes('workerd') ? [pid] : []))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
