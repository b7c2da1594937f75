/** Who sent a token, as far as a server can tell. */
export interface RefreshClient {
  /** A keyed hash of the address, of the /64 for IPv6; null where the installation sees no addresses. */
  readonly addressHash: string | null
  readonly userAgent: string
}

/** One row: the token that was sent, joined with its session. */
export interface RefreshFacts {
  readonly session: {
    readonly revokedAtMs: number | null
    readonly expiresAtMs: number
    /** That of the newest token which the session was given. */
    readonly generation: number
  }
  readonly token: {
    readonly generation: number
    readonly usedAtMs: number | null
    /** Who exchanged it, once it is used. */
    readonly usedBy: RefreshClient | null
  }
  readonly client: RefreshClient
  readonly nowMs: number
}

/**
 * `rotate`: mark the token used and give the next generation. `grace`: give another token of the session's present
 * generation. `reuse`: revoke the session. `expired`: sign in again; there is nothing left to revoke.
 */
export type RefreshDecision = 'rotate' | 'grace' | 'reuse' | 'expired'

const graceMs = 10_000

/**
 * Decides what a refresh token gets (RFC 9700, 4.14.2).
 *
 * A used token that comes back is either a thief's or that of a client whose reply was lost. Grace is for the latter
 * and narrow: within 10 s of the first use, from the same client, and only while nobody has used a successor, for then
 * the reply did arrive. The same client is the same user agent *and* the same address hash: a thief can copy the one
 * with the token but not the other. A client that changes networks inside a lost reply has to sign in again.
 *
 * Two requests can read the row unused at once. Whoever rotates therefore writes `… where used_at is null`, and the one
 * that changed no row reads again and decides again.
 */
export function decideRefresh({ session, token, client, nowMs }: RefreshFacts): RefreshDecision {
  if (session.revokedAtMs !== null || nowMs >= session.expiresAtMs) return 'expired'
  if (token.usedAtMs === null) return token.generation === session.generation ? 'rotate' : 'reuse'
  if (token.generation !== session.generation - 1 || token.usedBy === null) return 'reuse'
  const isRecent = Math.abs(nowMs - token.usedAtMs) <= graceMs
  return isRecent && isSameClient(client, token.usedBy) ? 'grace' : 'reuse'
}

/** Whether two requests came from one client, as far as a server can tell. */
export function isSameClient(one: RefreshClient, other: RefreshClient): boolean {
  return one.addressHash === other.addressHash && one.userAgent === other.userAgent
}
