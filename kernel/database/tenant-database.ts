import { uuidv7 } from 'uuidv7'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Change, DatabaseCapability, Rows, Statement } from './capability.ts'
import { type CommitGroup, sendAlone } from './commit-group.ts'
import { type Connection, deadline } from './connect.ts'
import { guardStatement, refuseCommand } from './guard-statement.ts'
import { rowTypes } from './row-types.ts'
import { retriable, sqlStateOf, translateDatabaseError } from './translate-error.ts'

/** What a request brings to its database: for whom, how to count, and which retry it may be. */
export interface TenantDatabaseOptions {
  readonly connection: Connection
  readonly pluginId: string
  /** Signs the tenant context anew for each round trip: one is good for a minute, and a job may run longer. */
  readonly context: () => Promise<string>
  /** The client's address, for the record. */
  readonly address: string
  readonly idempotency?: Idempotency
  /** Where changes under a key wait for others to be sent with. */
  readonly group?: CommitGroup
  /** How long PostgreSQL works on one statement, where that is not its own to say. */
  readonly statementMs?: number
  /** Called once a round trip. */
  readonly countTrip: () => void
  /** Called after each commit. */
  readonly committed?: () => void
  /** The plugins that want to hear of an action. */
  readonly hearers: (action: string) => readonly string[]
  /** Called when a commit has left work to do, so that it need not wait for the sweep. */
  readonly workAsked: (due: DueWork) => void
}

/** What a change left to do: by subscriber, or `jobs`, the milliseconds until it is due; null for jobs only cancelled. */
export type DueWork = Readonly<Record<string, number | null>>

interface Idempotency {
  readonly key: string
  /** Known only when the body has been read. */
  readonly fingerprint: () => Promise<string>
}

interface Kept {
  readonly fingerprint: string
  readonly results: Readonly<Record<string, KeptRows>>
}

interface KeptRows {
  /** The columns' type ids; null when there was no row. */
  readonly types: readonly string[] | null
  readonly rows: readonly (readonly (string | null)[])[]
}

const enter = 'select set_config($1, $2, true)'
const enterInTime = `select set_config($1, $2, true), set_config('statement_timeout', $3, true)`
const begin = 'select kernel.begin_change($1::jsonb, $2::jsonb, $3, $4, $5, $6)'
const lock = 'select pg_advisory_xact_lock(hashtextextended(kernel.tenant_id()::text || $1, 0))'

/** At work now (DPF09), by the first request or by another retry of it, or used before (DPF10). */
const keyInUse: ReadonlySet<string> = new Set(['DPF09', 'DPF10'])

/** The database of one tenant for one request and one plugin: the signed context stands before every batch. */
export function createTenantDatabase(options: TenantDatabaseOptions): DatabaseCapability {
  let step = 0
  return {
    read: async (statements) => read(options, statements.map(refuseCommand)),
    async commit(change) {
      const current = step++
      try {
        const { rows, due } = await commitOnce(options, change, current)
        options.committed?.()
        if (due !== null) options.workAsked(due)
        return rows
      } catch (error) {
        if (keyInUse.has(sqlStateOf(error) ?? '') && options.idempotency !== undefined)
          return replay(options, options.idempotency, change, current)
        throw translateDatabaseError(error)
      }
    },
  }
}

async function read(options: TenantDatabaseOptions, statements: readonly Statement[]): Promise<Rows[]> {
  const { connection } = options
  options.countTrip()
  const entered = [await entering(options), ...statements]
  try {
    const results = await connection.transaction(
      entered.map(({ sql, params }) => connection.query(sql, [...params], rowTypes)),
      { isolationLevel: 'ReadCommitted', readOnly: true, fetchOptions: deadline() },
    )
    return results.slice(1).map((result) => result.rows)
  } catch (error) {
    throw translateDatabaseError(error)
  }
}

async function write(
  options: TenantDatabaseOptions,
  statements: readonly Statement[],
  isFree: boolean,
): Promise<Rows[]> {
  const { connection, group } = options
  options.countTrip()
  const entered = [await entering(options), ...statements]
  const results = await (isFree && group !== undefined
    ? group.send(connection, entered)
    : sendAlone(connection, entered))
  return results.slice(1).map((result) => result.rows)
}

async function entering(options: TenantDatabaseOptions): Promise<Statement> {
  const context = await options.context()
  const { statementMs } = options
  return statementMs === undefined
    ? { sql: enter, params: ['dpf.context', context] }
    : { sql: enterInTime, params: ['dpf.context', context, String(statementMs)] }
}

async function commitOnce(
  options: TenantDatabaseOptions,
  change: Change,
  step: number,
): Promise<{ readonly rows: Rows[]; readonly due: DueWork | null }> {
  const keyed = options.idempotency !== undefined
  const before: Statement[] = [
    { sql: begin, params: await beginParams(options, change, step) },
    // Sorted, so that two changes never wait for each other in a circle.
    ...[...change.locks].sort().map((name) => ({ sql: lock, params: [`${options.pluginId}:${name}`] })),
  ]
  const statements = [
    ...before,
    ...change.statements.map((statement, place) => guardStatement(statement, place, keyed)),
  ]
  // What waits for a lock would keep the others waiting.
  const isFree = keyed && change.locks.length === 0
  const rows = await withRetries(() => write(options, statements, isFree))
  return { rows: rows.slice(before.length), due: (rows[0]?.[0]?.[0] ?? null) as DueWork | null }
}

async function beginParams(options: TenantDatabaseOptions, change: Change, step: number): Promise<unknown[]> {
  const records = change.records.map((record) => ({ id: uuidv7(), ...record, ...listeners(options, record.action) }))
  const jobs = change.jobs.map((job) => ({ id: uuidv7(), pluginId: options.pluginId, ...job }))
  return [
    JSON.stringify(records),
    jobs.length === 0 ? null : JSON.stringify(jobs),
    options.address,
    options.idempotency?.key ?? null,
    (await options.idempotency?.fingerprint()) ?? null,
    step,
  ]
}

function listeners({ hearers }: TenantDatabaseOptions, action: string): { readonly to?: readonly string[] } {
  const to = hearers(action)
  return to.length === 0 ? {} : { to }
}

/** Deadlocks and serialization failures are rolled back whole, so the batch is sent again, three times at most. */
async function withRetries<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === 3 || !retriable.has(sqlStateOf(error) ?? '')) throw error
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** tries * (0.5 + Math.random())))
    }
  }
}

/** What the change returned when an earlier request with this key committed it; 409 when that has not happened yet. */
async function replay(
  options: TenantDatabaseOptions,
  used: Idempotency,
  change: Change,
  step: number,
): Promise<Rows[]> {
  const [rows] = await read(options, [{ sql: 'select kernel.kept_results($1, $2)', params: [used.key, step] }])
  const kept = rows?.[0]?.[0] as Kept | null | undefined
  if (kept === null || kept === undefined) throw kernelErrors.idempotencyRunning({}, { 'retry-after': '1' })
  if (kept.fingerprint !== (await used.fingerprint())) throw kernelErrors.idempotencyMismatch()
  return change.statements.map((_, place) => readKept(kept.results[place]))
}

function readKept(kept: KeptRows | undefined): Rows {
  const parsers = (kept?.types ?? []).map((type) => rowTypes.types.getTypeParser(Number(type)))
  return (kept?.rows ?? []).map((row) => row.map((text, column) => (text === null ? null : parsers[column]?.(text))))
}
