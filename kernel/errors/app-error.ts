/** The statuses that a problem may have. */
export type ProblemStatus = 400 | 401 | 402 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503

/** Facts of one occurrence: members of the problem of their own, which can never overwrite the standard ones. */
export type ProblemFacts = Readonly<Record<string, unknown>>

/** An expected failure, rendered as RFC 9457 problem+json. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: string
  readonly status: ProblemStatus
  readonly facts: ProblemFacts
  /** Response headers that belong to the failure, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    status: ProblemStatus,
    title: string,
    facts: ProblemFacts = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(title)
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.facts = facts
    this.headers = headers
  }
}

type ErrorTable = Readonly<Record<string, readonly [status: ProblemStatus, title: string]>>
type ErrorMakers<Table extends ErrorTable> = {
  readonly [Name in keyof Table]: (facts?: ProblemFacts, headers?: Readonly<Record<string, string>>) => AppError
}

/**
 * The failures of one scope (`kernel` or a plugin id): `{ slotTaken: [409, 'This time was just booked'] }`.
 *
 * Each becomes a function from the facts of the occurrence to an `AppError` with the stable code `<scope>.<name>`.
 */
export function defineErrors<const Table extends ErrorTable>(scope: string, table: Table): ErrorMakers<Table> {
  const makers = Object.entries(table).map(([name, [status, title]]) => [
    name,
    (facts?: ProblemFacts, headers?: Readonly<Record<string, string>>) =>
      new AppError(`${scope}.${name}`, status, title, facts, headers),
  ])
  return Object.fromEntries(makers) as ErrorMakers<Table>
}
