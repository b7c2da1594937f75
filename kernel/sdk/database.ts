import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import {
  type ChangeStatement,
  ConstraintRefused,
  type DatabaseCapability,
  type JobRequest,
  type LedgerRecord,
  NothingFound,
  type Rows,
} from '../database/capability.ts'
import type { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { openDrizzle } from './open-drizzle.ts'

/** Drizzle for reading: each awaited query is one read-only transaction and one round trip. */
export type Db = Pick<PgRemoteDatabase, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'with' | '$with'>

/** Drizzle inside a change or a batched read: builds statements, which then travel together. */
export type Tx = PgRemoteDatabase

/** A Drizzle query that has not been sent. */
export interface Query<Result> {
  execute(): Promise<Result>
}

interface MustFind<Result> {
  readonly query: Query<Result>
  readonly otherwise: AppError
}

/** What a change is made of. */
export type Planned = Query<unknown> | MustFind<unknown>
type ResultOf<Item> = Item extends MustFind<infer Result> ? Result : Item extends Query<infer Result> ? Result : never
type ResultsOf<Plan> = Plan extends readonly Planned[]
  ? { -readonly [Index in keyof Plan]: ResultOf<Plan[Index]> }
  : ResultOf<Plan>

export interface ChangeOptions {
  /** What a refused constraint of the plugin's schema means, by the constraint's name. */
  readonly refusals?: Readonly<Record<string, AppError>>
  /** What only one change of this plugin in this tenant may work on at a time, such as `slot:<resource id>`. */
  readonly locks?: readonly string[]
  /** Work for later, stored with the change. */
  readonly jobs?: readonly JobRequest[]
}

/**
 * Changes the tenant's data: the statements and their ledger records are one transaction and one round trip.
 *
 * `records` says what happened (see `defineEvents`); without one, the kernel records the route that was called. `plan`
 * builds one Drizzle query or an array of them, each an insert, update, delete or select; their results come back in the
 * same shape. Under an Idempotency-Key a retry gets the results of the first time. `tx.execute` answers no rows.
 */
export type ChangeFunction = <const Plan extends Planned | readonly Planned[]>(
  records: LedgerRecord | readonly LedgerRecord[] | 'route',
  plan: (tx: Tx) => Plan,
  options?: ChangeOptions,
) => Promise<ResultsOf<Plan>>

/** Reads several things at once: the queries are one read-only transaction and one round trip. */
export type ReadFunction = <const Plan extends readonly Query<unknown>[]>(
  plan: (tx: Db) => Plan,
) => Promise<ResultsOf<Plan>>

/** Marks a query of a change: when it finds no row, nothing of the change happens and `otherwise` is thrown. It needs RETURNING, or is a SELECT. */
export function must<Result>(query: Query<Result>, otherwise: AppError): MustFind<Result> {
  return { query, otherwise }
}

export interface Database {
  readonly db: Db
  readonly read: ReadFunction
  readonly change: ChangeFunction
}

/** Puts Drizzle on the database capability. `routeRecord` is what is recorded when a change announces nothing. */
export function createDatabase(capability: DatabaseCapability, routeRecord: () => LedgerRecord): Database {
  const db = openDrizzle(async (sql, params) => ({ rows: firstOf(await capability.read([{ sql, params }])) }))
  const read: ReadFunction = (plan) => batch(plan as never, (statements) => capability.read(statements)) as never
  const change: ChangeFunction = async (records, plan, options = {}) => {
    const announced = records === 'route' ? [routeRecord()] : Array.isArray(records) ? records : [records]
    const failures: AppError[] = []
    const commit = async (statements: ChangeStatement[], otherwise: (AppError | undefined)[]) => {
      otherwise.forEach((error, place) => {
        if (error !== undefined) failures[place] = error
      })
      return capability.commit({ records: announced, statements, jobs: options.jobs ?? [], locks: options.locks ?? [] })
    }
    try {
      return (await batch(plan as never, commit)) as never
    } catch (error) {
      throw explain(error, failures, options.refusals ?? {})
    }
  }
  return { db, read, change }
}

function explain(error: unknown, failures: readonly AppError[], refusals: Readonly<Record<string, AppError>>): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (cause instanceof NothingFound) return failures[cause.place] ?? cause
  if (cause instanceof ConstraintRefused) return refusals[cause.constraint] ?? kernelErrors.conflict()
  return cause
}

interface Collected {
  readonly statement: ChangeStatement
  readonly resolve: (result: { rows: Rows }) => void
  readonly reject: (error: unknown) => void
}

/** Lets Drizzle build each planned query, sends all of them together, and lets Drizzle map each one's rows. */
async function batch(
  plan: (tx: Tx) => Planned | readonly Planned[],
  transmit: (statements: ChangeStatement[], otherwise: (AppError | undefined)[]) => Promise<Rows[]>,
): Promise<unknown> {
  let take: (collected: Collected) => void = () => undefined
  let columns = 0
  const tx = openDrizzle((sql, params) => {
    const statement = { sql, params, columns, mustFind: false }
    return new Promise((resolve, reject) => take({ statement, resolve, reject }))
  })
  const planned = plan(tx)
  const items = (Array.isArray(planned) ? planned : [planned]).map((item: Planned) =>
    'otherwise' in item ? item : { query: item, otherwise: undefined },
  )
  const collected: Collected[] = []
  const results: Promise<unknown>[] = []
  for (const { query, otherwise } of items) {
    const arrival = new Promise<Collected>((arrive) => {
      take = arrive
    })
    const prepared = prepare(query)
    columns = prepared.fields?.length ?? 0
    const result = prepared.execute()
    result.catch(() => undefined)
    results.push(result)
    const one = await Promise.race([
      arrival,
      result.then(() => Promise.reject(new Error('A planned query was sent on its own'))),
    ])
    if (otherwise !== undefined && one.statement.columns === 0)
      throw new Error('must() needs a query that returns rows: add .returning()')
    collected.push({ ...one, statement: { ...one.statement, mustFind: otherwise !== undefined } })
  }
  try {
    const rows = await transmit(
      collected.map(({ statement }) => statement),
      items.map(({ otherwise }) => otherwise),
    )
    collected.forEach(({ statement, resolve }, index) => {
      // What Drizzle does not map is not kept for a retry either, so it is nothing the first time too.
      resolve({ rows: statement.columns === 0 ? [] : (rows[index] ?? []) })
    })
  } catch (error) {
    for (const { reject } of collected) reject(error)
    await Promise.allSettled(results)
    throw error
  }
  const settled = await Promise.all(results)
  return Array.isArray(planned) ? settled : settled[0]
}

/** Drizzle's own next step of a query, which knows the columns that it will read; none for a query whose rows it does not map. */
function prepare(query: Query<unknown>): Query<unknown> & { readonly fields?: readonly unknown[] } {
  return (query as { _prepare?: () => Query<unknown> })._prepare?.() ?? query
}

function firstOf(results: Rows[]): Rows {
  return results[0] ?? []
}
