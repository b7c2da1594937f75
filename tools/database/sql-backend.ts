import type { FieldDef } from 'pg'

/** One statement with its parameters as text, in the extended protocol's order. */
export type SqlStatement = { query: string; params: (string | null)[] }

/**
 * What one HTTP request asks for: a lone statement, or a batch that is one transaction.
 *
 * `begin` is the command that opens the batch's transaction and absent for a lone statement.
 */
export type SqlRequest = { statements: SqlStatement[]; begin?: string }

/** A row as the server wrote it: raw text cells, never parsed. */
export type SqlRow = (string | null)[]

/** What one statement answered, in the shape that Neon's driver reads. */
export type SqlResult = {
  rowAsArray: true
  fields: FieldDef[]
  rows: SqlRow[]
  command: string
  rowCount: number | null
}

/**
 * A database that the bridge can ask.
 *
 * `run` answers one result per statement or throws, and a batch that throws has left nothing behind.
 * `abandoned` fires when nobody waits for the answer any more: the transaction then still ends.
 */
export type SqlBackend = {
  run(connectionString: string, request: SqlRequest, abandoned: AbortSignal): Promise<SqlResult[]>
  close(): Promise<void>
}
