const longestMs = 24 * 60 * 60 * 1000

/** Reads Retry-After (RFC 9110, 10.2.3), in seconds or as a date; from a second to a day, undefined for anything else. */
export function readRetryAfter(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? ''
  const waitMs = /^\d{1,9}$/.test(text)
    ? Number(text) * 1000
    : /GMT$/.test(text)
      ? Date.parse(text) - nowMs
      : Number.NaN
  return Number.isNaN(waitMs) ? undefined : Math.min(longestMs, Math.max(1000, waitMs))
}
