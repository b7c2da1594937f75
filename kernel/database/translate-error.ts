import { NeonDbError } from '@neondatabase/serverless'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { ConstraintRefused, LeaseLost, NothingFound } from './capability.ts'

/** SQLSTATEs after which the same batch may simply be sent again: it was rolled back whole. */
export const retriable: ReadonlySet<string> = new Set(['40001', '40P01'])

/** Constraints that a caller can meet: not null, foreign key, unique, check, exclusion. */
const constraintStates = new Set(['23502', '23503', '23505', '23514', '23P01'])

const kernelStates: Readonly<Record<string, (error: NeonDbError) => AppError>> = {
  DPF02: () => kernelErrors.lastOwner(),
  DPF12: ({ detail }) => kernelErrors.pluginFull({ limit: detail === 'rows' ? 'rows' : 'bytes' }),
  DPF09: () => kernelErrors.idempotencyRunning({}, { 'retry-after': '1' }),
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof NeonDbError ? error.code : undefined
}

/** What a database error means to the caller. An unknown one stays what it is: a bug. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (error instanceof NeonDbError && error.code !== undefined) {
    const known = kernelStates[error.code]
    if (known !== undefined) return known(error)
    if (error.code === 'DPF11') return new LeaseLost()
    if (error.code === 'DPF01') return new NothingFound(Number(error.detail ?? 0))
    if (constraintStates.has(error.code)) return new ConstraintRefused(error.constraint ?? error.code)
    // Class 22, data exception: a value that PostgreSQL cannot hold, such as a NUL character or a year 300000.
    if (error.code.startsWith('22'))
      return kernelErrors.invalid({ errors: [{ detail: 'A value is outside of what can be stored' }] })
    if (isOutage(error.code)) return kernelErrors.unavailable({}, { 'retry-after': '2' })
    return error
  }
  return isLostConnection(error) ? kernelErrors.unavailable({}, { 'retry-after': '2' }) : error
}

/** Classes 08, 53, 57 and lock time-outs: the server is away, full, stopping or too busy. */
function isOutage(state: string): boolean {
  return /^(08|53|57)/.test(state) || state === '55P03' || retriable.has(state)
}

/** The driver wraps what fetch throws, a time-out or a refused connection, in an error without a code. */
function isLostConnection(error: unknown): boolean {
  return (
    (error instanceof NeonDbError && error.code === undefined) ||
    (error instanceof Error && error.name === 'TimeoutError')
  )
}
