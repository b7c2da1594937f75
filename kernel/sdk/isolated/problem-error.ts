import { AppError } from '../../errors/app-error.ts'
import type { Outcome, Problem } from '../../sandbox/protocol.ts'

/** An expected failure of the kernel, as an error again. */
export function problemError({ code, status, title, facts, headers }: Problem): AppError {
  return new AppError(code, status, title, facts, headers)
}

/** An expected failure on its way to the kernel. */
export function problemOf({ code, status, message, facts, headers }: AppError): Problem {
  return { code, status, title: message, facts, headers }
}

/** What a capability answered; its problem is thrown. */
export function takeValue<Value>(outcome: Outcome<Value>): Value {
  if ('problem' in outcome) throw problemError(outcome.problem)
  return outcome.value
}
