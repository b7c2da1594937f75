import type { Connection, FieldDef, Submittable } from 'pg'
import { DatabaseFailure } from './database-failure.ts'
import type { SqlRequest, SqlResult, SqlRow } from './sql-backend.ts'
import type { StatementNames } from './statement-names.ts'

const rolledBack = 'The transaction was rolled back when it should have committed'

/** Is told once how the exchange ended: with an error, or with one result per statement. */
export type BatchEnd = (error: Error | undefined, results: SqlResult[]) => void

/**
 * One request as one exchange on the Postgres wire: BEGIN, every statement, COMMIT and a single Sync.
 *
 * All of it leaves in one write, so a transaction that reached the server ends there whatever becomes of
 * this process. After an error the server skips to the Sync and stays in the failed transaction: the
 * caller rolls it back. node-postgres calls the methods (its own Submittable, like pg-cursor).
 */
export class BatchQuery implements Submittable {
  readonly #request: SqlRequest
  readonly #names: StatementNames | undefined
  readonly #results: SqlResult[] = []
  #end: BatchEnd | undefined
  #position: number
  #fields: FieldDef[] = []
  #rows: SqlRow[] = []
  #commitFailed = false
  /** Whether a named statement took part. */
  usedNames = false

  constructor(request: SqlRequest, names: StatementNames | undefined, end: BatchEnd) {
    this.#request = request
    this.#names = names
    this.#end = end
    this.#position = request.begin === undefined ? 0 : -1
  }

  submit(connection: Connection): null {
    const { begin, statements } = this.#request
    const { stream } = connection
    stream.cork?.()
    try {
      if (begin !== undefined) sendCommand(connection, begin)
      for (const { query, params } of statements) {
        this.#sendStatement(connection, query, params)
      }
      if (begin !== undefined) sendCommand(connection, 'COMMIT')
      connection.sync()
    } finally {
      stream.uncork?.()
    }
    return null
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#fields = message.fields
  }

  handleDataRow(message: { fields: SqlRow }): void {
    this.#rows.push(message.fields)
  }

  handleCommandComplete(message: { text: string }): void {
    this.#complete(message.text)
  }

  handleEmptyQuery(): void {
    this.#complete('')
  }

  handleReadyForQuery(): void {
    this.#finish(this.#commitFailed ? new DatabaseFailure('40000', rolledBack) : undefined)
  }

  handleError(error: Error): void {
    this.#finish(error)
  }

  handleCopyInResponse(connection: Connection): void {
    connection.stream.destroy(new Error('COPY FROM STDIN cannot run over HTTP'))
  }

  handleCopyData(): void {}

  handlePortalSuspended(): void {}

  #sendStatement(connection: Connection, text: string, values: SqlRow): void {
    let name = ''
    let parse = true
    if (this.#names !== undefined) {
      const naming = this.#names.find(text)
      name = naming.name
      parse = naming.parse
      this.usedNames ||= name !== ''
      if (naming.evicted !== undefined) connection.close({ type: 'S', name: naming.evicted }, true)
    }
    if (parse) connection.parse({ name, text, types: [] }, true)
    connection.bind({ statement: name, values }, true)
    connection.describe({ type: 'P' }, true)
    connection.execute(null, true)
  }

  #complete(tag: string): void {
    const position = this.#position++
    const { length } = this.#request.statements
    if (position >= 0 && position < length) {
      const { command, rowCount } = readCommandTag(tag)
      this.#results.push({ rowAsArray: true, fields: this.#fields, rows: this.#rows, command, rowCount })
      this.#fields = []
      this.#rows = []
    } else if (position === length) {
      this.#commitFailed = tag !== 'COMMIT'
    }
  }

  #finish(error: Error | undefined): void {
    const end = this.#end
    this.#end = undefined
    end?.(error, this.#results)
  }
}

function sendCommand(connection: Connection, text: string): void {
  connection.parse({ name: '', text, types: [] }, true)
  connection.bind({}, true)
  connection.execute(null, true)
}

function readCommandTag(tag: string): { command: string; rowCount: number | null } {
  const words = tag.split(' ')
  const last = words.length > 1 ? Number(words.at(-1)) : Number.NaN
  return { command: words[0] ?? '', rowCount: Number.isInteger(last) ? last : null }
}
