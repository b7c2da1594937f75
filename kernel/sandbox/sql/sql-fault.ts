/** What a guard has against a statement, in plain words, and where. Line and column count from 1. */
export interface SqlFault {
  readonly message: string
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** Thrown inside the guards, which answer it: the first fault of a statement ends its reading. */
export class SqlRefusal extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.name = 'SqlRefusal'
    this.offset = offset
  }
}

/** The fault of what was refused, with its place in the text; anything else that was thrown goes on its way. */
export function faultOf(error: unknown, sql: string): SqlFault {
  if (!(error instanceof SqlRefusal)) throw error
  const lines = sql.slice(0, error.offset).split('\n')
  return {
    message: error.message,
    offset: error.offset,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
  }
}
