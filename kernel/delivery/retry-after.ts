import type { Outcome } from './delivery.ts'

/** Tries with ever longer waits between them, for five hours all in all; as `bury_fatal` counts them. */
export const mostAttempts = 16
const longestWaitSeconds = 3600

/** What comes after a failed attempt: another one, later each time, until it is given up. */
export function retryAfter(attempt: number, error: string): Pick<Outcome, 'outcome' | 'error' | 'wait_ms'> {
  if (attempt >= mostAttempts) return { outcome: 'dead', error }
  const waitSeconds = Math.min(longestWaitSeconds, 2 ** (attempt - 1))
  return { outcome: 'retry', wait_ms: Math.round(waitSeconds * 1000 * (0.8 + 0.4 * Math.random())), error }
}
