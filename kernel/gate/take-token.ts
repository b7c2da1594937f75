/** `quota` requests per window; unused ones add up to one window's worth. */
export interface Limit {
  readonly quota: number
  readonly windowSeconds: number
}

export interface Bucket {
  /** Tokens left at `atMs`, a fraction included. */
  readonly tokens: number
  readonly atMs: number
}

/**
 * Takes one token, or says how many milliseconds to wait for the next one.
 *
 * Time is an argument, so a test can move the clock and a Durable Object needs no timer. A clock that runs backwards
 * refills nothing.
 */
export function takeToken(
  bucket: Bucket | undefined,
  limit: Limit,
  nowMs: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const perMs = limit.quota / (limit.windowSeconds * 1000)
  const tokens = tokensAt(bucket, limit, nowMs)
  const atMs = Math.max(nowMs, bucket?.atMs ?? nowMs)
  if (tokens < 1) return { bucket: { tokens, atMs }, waitMs: Math.ceil((1 - tokens) / perMs) }
  return { bucket: { tokens: tokens - 1, atMs }, waitMs: 0 }
}

/** The tokens that are there at a moment, a fraction included. */
export function tokensAt(bucket: Bucket | undefined, limit: Limit, nowMs: number): number {
  if (bucket === undefined) return limit.quota
  const perMs = limit.quota / (limit.windowSeconds * 1000)
  return Math.min(limit.quota, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs)
}

/** Seconds until the bucket is full again. */
export function secondsToFull(bucket: Bucket, limit: Limit): number {
  return Math.ceil(((limit.quota - bucket.tokens) * limit.windowSeconds) / limit.quota)
}
