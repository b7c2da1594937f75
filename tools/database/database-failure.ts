/** A failure that the bridge itself reports, dressed like one of the database's: SQLSTATE and sentence. */
export class DatabaseFailure extends Error {
  readonly code: string
  readonly severity: 'ERROR' | 'FATAL'

  constructor(code: string, message: string, severity: 'ERROR' | 'FATAL' = 'ERROR') {
    super(message)
    this.code = code
    this.severity = severity
  }
}

const reportedFields = [
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

/** The body of a 400 for an error that came from a database, or undefined for one that did not. */
export function describeDatabaseError(error: unknown): Record<string, string> | undefined {
  if (!isDatabaseError(error)) return undefined
  const described: Record<string, string> = { message: error.message }
  for (const field of reportedFields) {
    const value = error[field]
    if (typeof value === 'string') described[field] = value
  }
  return described
}

/** The SQLSTATE of an error that came from a database. */
export function readSqlState(error: unknown): string | undefined {
  return isDatabaseError(error) && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Gives an error without a SQLSTATE, such as a socket's, the one that it amounts to.
 *
 * A severity marks what a database said: Node's own codes (`EPIPE`) can look like a SQLSTATE.
 */
export function asDatabaseError(error: unknown, code: '08001' | '08006'): Error {
  if (error instanceof Error && isDatabaseError(error)) return error
  const reason = error instanceof Error && error.message !== '' ? error.message : String(error)
  const what = code === '08001' ? 'The database cannot be reached' : 'The connection to the database was lost'
  return new DatabaseFailure(code, `${what}: ${reason}`, 'FATAL')
}

function isDatabaseError(error: unknown): error is { message: string } & Record<string, unknown> {
  return error instanceof Error && 'severity' in error && typeof error.severity === 'string'
}
