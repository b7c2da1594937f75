import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { migrate } from '../../kernel/database/migrate.ts'
import { type PostgresServer, startPostgresServer } from '../database/postgres-server.ts'
import { type OpenDatabase, openDatabase } from '../platform/open-database.ts'
import { readMigrations } from '../platform/read-migrations.ts'
import { compareCatalogues, dumpCatalogue } from './catalogue-dump.ts'
import type { MigrateStart } from './migrate-process.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom } from './random.ts'

const encryptionKey = 'the key of proofs, 32 characters'

/** Four migrators at once, killed at random moments: one more run brings the database to where a clean one is. */
export const migrators: Proof = {
  name: 'migrators',
  promise: 'Migrators that are killed at any moment leave no half state',
  plant: (options) => attack({ ...options, scale: options.scale / 3 }, true),
  run: (options) => attack(options, false),
}

async function attack({ scale, seed }: ProofOptions, isCareless: boolean): Promise<Finding> {
  const rounds = scaled(30, scale, 3)
  const random = createRandom(seed)
  const server = await startPostgresServer({ durable: false })
  const faults: string[] = []
  let kills = 0
  let halfway = 0
  try {
    await create(server, 'clean')
    const clean = await within(server, 'clean', finish)
    await create(server, 'timed')
    // How long they take here, so that the kills spread over all of it.
    const tookMs = await release({ databaseUrl: urlOf(server, 'timed'), encryptionKey, isCareless }, [undefined])
    for (let round = 0; round < rounds; round++) {
      const name = `round_${round}`
      await create(server, name)
      const waits = Array.from({ length: isCareless ? 1 : 4 }, () => random.next() * tookMs * (isCareless ? 0.9 : 1.5))
      await release({ databaseUrl: urlOf(server, name), encryptionKey, isCareless }, waits)
      kills += waits.length
      const applied = await within(server, name, countApplied)
      if (applied > 0 && applied < (await readMigrations()).length) halfway += 1
      const found = await within(server, name, finish).catch((error: Error) => error)
      faults.push(
        ...(found instanceof Error ? [found.message] : compareCatalogues(clean, found)).map(
          (fault) => `round ${round}: ${fault}`,
        ),
      )
      await within(server, 'postgres', (owner) => owner.query(`drop database ${name} with (force)`))
    }
  } finally {
    await server.stop()
  }
  return { done: `${rounds} rounds, ${kills} SIGKILLs, ${halfway} left between two migrations`, faults }
}

/** Starts one migrator for each wait, lets all of them go at once, and kills each after its own. Answers how long it took. */
async function release(start: MigrateStart, waitsMs: readonly (number | undefined)[]): Promise<number> {
  const children = await Promise.all(waitsMs.map(() => prepare(start)))
  const beganMs = performance.now()
  await Promise.all(
    children.map(async (child, index) => {
      const waitMs = waitsMs[index]
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.send('go')
      const timer = waitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), waitMs)
      await ended
      clearTimeout(timer)
    }),
  )
  return performance.now() - beganMs
}

async function prepare(start: MigrateStart): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./migrate-process.ts', import.meta.url).href), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`A migrator ended with ${code} before it began`)))
  })
  child.send(start)
  await ready
  return child
}

async function finish(owner: OpenDatabase['owner']): Promise<Record<string, string[]>> {
  await migrate(owner, await readMigrations(), encryptionKey)
  return dumpCatalogue(owner)
}

async function countApplied(owner: OpenDatabase['owner']): Promise<number> {
  const rows = await owner.query('select count(*)::int as applied from kernel.migrations').catch(() => [])
  return Number(rows[0]?.applied ?? 0)
}

function create(server: PostgresServer, name: string): Promise<unknown> {
  return within(server, 'postgres', (owner) => owner.query(`create database ${name} template template0`))
}

async function within<Result>(
  server: PostgresServer,
  name: string,
  act: (owner: OpenDatabase['owner']) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ databaseUrl: urlOf(server, name), folder: '', ownerPassword: '' })
  try {
    return await act(database.owner)
  } finally {
    await database.close()
  }
}

function urlOf(server: PostgresServer, name: string): string {
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return url.href
}
