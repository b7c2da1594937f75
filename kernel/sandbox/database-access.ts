import { RpcTarget } from 'cloudflare:workers'
import { type BaseIssue, type GenericSchema, type InferOutput, safeParse } from 'valibot'
import {
  type Change,
  ConstraintRefused,
  type DatabaseCapability,
  LeaseLost,
  NothingFound,
  type Rows,
  type Statement,
} from '../database/capability.ts'
import { sqlStateOf } from '../database/translate-error.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { BoundedMap } from '../request/bounded-map.ts'
import { SentChange, SentStatements } from './database-schemas.ts'
import type { GivenProblems } from './given-problems.ts'
import type { DatabaseOutcome } from './protocol.ts'
import { queryFault } from './sql/query-fault.ts'
import { weigh } from './weigh.ts'

const mostSent = 8 * 1024 * 1024
const mostAnswered = 16 * 1024 * 1024
const mostTrips = 1000
const longestKept = 4000

/** Statements that the guard let pass: a plugin sends the same ones again and again, with other parameters. */
const passed = new BoundedMap<true>(2000)

/** The database of one call: what the plugin sends is read by the guard, what goes wrong comes back as data. */
export class DatabaseAccess extends RpcTarget {
  readonly #database: DatabaseCapability
  readonly #pluginId: string
  readonly #given: GivenProblems
  #trips = 0

  constructor(database: DatabaseCapability, pluginId: string, given: GivenProblems) {
    super()
    this.#database = database
    this.#pluginId = pluginId
    this.#given = given
  }

  async read(statements: unknown): Promise<DatabaseOutcome> {
    return this.#answer(async () => {
      const sent = this.#take(SentStatements, statements)
      for (const statement of sent) this.#guard(statement)
      return this.#database.read(sent)
    })
  }

  async commit(change: unknown): Promise<DatabaseOutcome> {
    return this.#answer(async () => {
      const sent = this.#take(SentChange, change) as Change
      for (const statement of sent.statements) this.#guard(statement)
      for (const { action } of sent.records)
        if (!/^[a-z_]+(\.\w{1,60}){1,3}$/.test(action) || !action.startsWith(`${this.#pluginId}.`))
          throw kernelErrors.notAllowed({
            detail: `Records of this plugin begin with ${this.#pluginId}., not ${action}`,
          })
      return this.#database.commit(sent)
    })
  }

  #take<Schema extends GenericSchema>(schema: Schema, sent: unknown): InferOutput<Schema> {
    this.#trips += 1
    if (this.#given.isOver() || this.#trips > mostTrips) throw kernelErrors.pluginBusy()
    const weight = weigh(sent)
    if (weight !== undefined && weight > mostSent) throw kernelErrors.tooMuchData({ limitBytes: mostSent })
    const read = safeParse(schema, weight === undefined ? undefined : sent)
    if (!read.success) throw kernelErrors.sqlRefused({ detail: describe(read.issues[0]) })
    return read.output
  }

  #guard({ sql }: Statement): void {
    const place = `${this.#pluginId} ${sql}`
    if (passed.get(place) === true) return
    const fault = queryFault(sql, this.#pluginId)
    if (fault === undefined && sql.length <= longestKept) passed.set(place, true)
    if (fault !== undefined)
      throw kernelErrors.sqlRefused({ detail: fault.message, line: fault.line, column: fault.column })
  }

  async #answer(run: () => Promise<Rows[]>): Promise<DatabaseOutcome> {
    try {
      const rows = JSON.stringify(await run())
      if (rows.length > mostAnswered) throw kernelErrors.tooMuchData({ limitBytes: mostAnswered })
      return { rows }
    } catch (error) {
      if (error instanceof NothingFound) return { refused: { kind: 'nothingFound', place: error.place } }
      if (error instanceof ConstraintRefused) return { refused: { kind: 'constraint', constraint: error.constraint } }
      if (error instanceof LeaseLost) return { refused: this.#given.loseLease() }
      return { problem: this.#given.note(error instanceof AppError ? error : describeRefusal(error)) }
    }
  }
}

function describe(issue: BaseIssue<unknown>): string {
  return `What was sent to the database is not a query or a change: ${issue.message}`
}

/** What PostgreSQL said of the plugin's own SQL is for its author; an error of ours says nothing. */
function describeRefusal(error: unknown): AppError {
  const state = sqlStateOf(error)
  if (state === undefined) return kernelErrors.queryFailed()
  return kernelErrors.queryFailed({
    sqlState: state,
    detail: error instanceof Error ? error.message.slice(0, 300) : '',
  })
}
