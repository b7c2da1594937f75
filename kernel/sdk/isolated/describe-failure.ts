import { AppError } from '../../errors/app-error.ts'
import { unwrapError } from '../../errors/unwrap-error.ts'
import type { Problem } from '../../sandbox/protocol.ts'
import { problemOf } from './problem-error.ts'

export type Failure = { readonly problem: Problem } | { readonly crash: string }

const longestCrash = 4000

/** An expected failure as data; of a bug its name, message and place, which its author reads in the logs. */
export function describeFailure(thrown: unknown): Failure {
  const error = unwrapError(thrown)
  if (error instanceof AppError) return { problem: problemOf(error) }
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  return { crash: text.slice(0, longestCrash) }
}
