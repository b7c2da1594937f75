const seconds = 1
const minutes = 60
const hours = 3600

/** The waits between the tries of one message, as Standard Webhooks recommends them: ten tries in three days and a quarter. */
const waitSeconds = [
  5 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
]
const longestAskedMs = 24 * hours * 1000

/**
 * How long to wait after a try that failed, up to a fifth longer by chance, so that what failed together does not come
 * back together. Undefined when the message is given up.
 *
 * A receiver that asked for a longer wait (Retry-After) gets it, up to a day.
 */
export function waitAfter(attempt: number, askedMs: number, random = Math.random()): number | undefined {
  const wait = waitSeconds[attempt - 1]
  if (wait === undefined) return undefined
  return Math.round(Math.max(wait * 1000 * (1 + random / 5), Math.min(askedMs, longestAskedMs)))
}

/** Reads Retry-After (RFC 9110, 10.2.3), seconds or a date; 0 when it says nothing. */
export function readRetryAfter(header: string | null, nowMs: number): number {
  if (header === null) return 0
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs)
}
