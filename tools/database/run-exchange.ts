import type { Client, Connection, Submittable } from 'pg'
import { BatchQuery } from './batch-query.ts'
import { DatabaseFailure, readSqlState } from './database-failure.ts'
import type { SqlRequest, SqlResult } from './sql-backend.ts'
import type { StatementNames } from './statement-names.ts'

/** What an exchange came to, and whether `settleConnection` must run before the connection serves another. */
export type Exchange = { results: SqlResult[]; error?: undefined } | { error: Error; namesAreStale: boolean }

/** A statement of that name does not exist, or its result has changed its type since it was planned. */
const staleNameStates = new Set(['26000', '0A000'])

/** Runs one request on a connection and answers how it ended; it never rejects. */
export function runExchange(client: Client, request: SqlRequest, names?: StatementNames): Promise<Exchange> {
  return new Promise((resolve) => {
    const query = new BatchQuery(request, names, (error, results) => {
      const failure = error ?? refuseOpenTransaction(client)
      if (failure === undefined) return resolve({ results })
      const state = readSqlState(failure)
      resolve({ error: failure, namesAreStale: query.usedNames && state !== undefined && staleNameStates.has(state) })
    })
    client.query(query)
  })
}

/**
 * Brings a connection back to where it serves the next request: out of any transaction, without stale names.
 *
 * Answers whether that worked; a connection on which it did not is thrown away.
 */
export function settleConnection(client: Client, dropNames: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    client.query(new SettlingQuery(client, dropNames, resolve))
  })
}

/** A lone BEGIN would succeed into nothing: no later request can reach its transaction. */
function refuseOpenTransaction(client: Client): Error | undefined {
  const status = client.getTransactionStatus()
  if (status === 'I') return undefined
  return new DatabaseFailure('25000', 'The statement left a transaction open, and it was rolled back: send a batch')
}

class SettlingQuery implements Submittable {
  readonly #client: Client
  readonly #dropNames: boolean
  readonly #end: (settled: boolean) => void

  constructor(client: Client, dropNames: boolean, end: (settled: boolean) => void) {
    this.#client = client
    this.#dropNames = dropNames
    this.#end = end
  }

  submit(connection: Connection): null {
    const commands = this.#client.getTransactionStatus() === 'I' ? [] : ['ROLLBACK']
    if (this.#dropNames) commands.push('DEALLOCATE ALL')
    if (commands.length === 0) connection.sync()
    else connection.query(commands.join('; '))
    return null
  }

  handleReadyForQuery(): void {
    this.#end(this.#client.getTransactionStatus() === 'I')
  }

  handleError(): void {
    this.#end(false)
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}
}
