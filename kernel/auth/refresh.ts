import { and, eq, isNull } from 'drizzle-orm'
import { systemTenantId } from '../database/kernel-database.ts'
import { refreshTokens, sessions, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { must } from '../sdk/database.ts'
import { answerSignIn } from './answer-sign-in.ts'
import { clientOf } from './client.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import { clearRefreshCookie, readRefreshCookie } from './refresh-cookie.ts'
import { decideRefresh, type RefreshClient } from './refresh-rotation.ts'
import { revisePerson, revokeSessions } from './revoke-sessions.ts'
import { sessionSeconds } from './sign-in.ts'

/** Exchanges the refresh token for the next one and a new access token. One that comes back a second time ends the session. */
export async function refresh(c: KernelContext) {
  const token = readRefreshCookie(c)
  if (token === undefined || !isToken(token, 'refresh')) throw ended(c)
  const client = await clientOf(c)
  const hash = await hashToken(token)
  for (let attempt = 0; attempt < 3; attempt++) {
    const facts = await findToken(c, hash)
    if (facts === undefined) throw ended(c)
    const { session, used, user } = facts
    const decision = decideRefresh({
      session: {
        revokedAtMs: session.revokedAt?.getTime() ?? null,
        expiresAtMs: session.expiresAt.getTime(),
        generation: session.generation,
      },
      token: { generation: used.generation, usedAtMs: used.usedAt?.getTime() ?? null, usedBy: usedBy(used) },
      client,
      nowMs: Date.now(),
    })
    if (decision === 'expired') throw ended(c)
    if (decision === 'reuse') {
      await endSession(c, user.id, session.id)
      throw ended(c)
    }
    const next = newToken('refresh')
    const rotated = await rotate(c, {
      userId: user.id,
      sessionId: session.id,
      generation: session.generation,
      hash,
      next,
      client,
      first: decision === 'rotate',
    })
    if (rotated)
      return answerSignIn(
        c,
        { sessionId: session.id, refreshToken: next },
        { id: user.id, email: user.email, name: user.name, emailVerified: user.emailVerifiedAt !== null },
      )
  }
  throw kernelErrors.unavailable({}, { 'retry-after': '1' })
}

async function findToken(c: KernelContext, hash: string) {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [row] = await db
    .select({ used: refreshTokens, session: sessions, user: users })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.hash, hash))
  return row
}

function usedBy(token: typeof refreshTokens.$inferSelect): RefreshClient | null {
  return token.usedByUserAgent === null
    ? null
    : { addressHash: token.usedByAddressHash, userAgent: token.usedByUserAgent }
}

interface Rotation {
  readonly userId: string
  readonly sessionId: string
  readonly generation: number
  readonly hash: string
  readonly next: string
  readonly client: RefreshClient
  /** The token was not used before; otherwise its reply was lost and the session's generation stays. */
  readonly first: boolean
}

/** Stores the next token. False when another request with the same token was faster: read again and decide again. */
async function rotate(
  c: KernelContext,
  { userId, sessionId, generation, hash, next, client, first }: Rotation,
): Promise<boolean> {
  const { now } = c.var
  const { change } = await openDatabase(c, 'kernel', userId, `person:${userId}`)
  const lost = kernelErrors.conflict()
  const nextHash = await hashToken(next)
  const row = { hash: nextHash, sessionId, generation: first ? generation + 1 : generation }
  try {
    await change({ action: 'session.refreshed', subject: `session:${sessionId}`, data: {} }, (tx) => {
      const insert = tx.insert(refreshTokens).values(row)
      const extend = tx
        .update(sessions)
        .set({
          generation: row.generation,
          lastUsedAt: now,
          expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
        })
        .where(and(eq(sessions.id, sessionId), eq(sessions.generation, generation), isNull(sessions.revokedAt)))
        .returning({ id: sessions.id })
      const spend = tx
        .update(refreshTokens)
        .set({ usedAt: now, usedByAddressHash: client.addressHash, usedByUserAgent: client.userAgent })
        .where(and(eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt)))
        .returning({ hash: refreshTokens.hash })
      return first ? [must(spend, lost), must(extend, lost), insert] : [must(extend, lost), insert]
    })
    return true
  } catch (error) {
    if (error === lost) return false
    throw error
  }
}

/** Ends one session at once, everywhere. */
export async function endSession(c: KernelContext, userId: string, sessionId: string): Promise<void> {
  const { change } = await openDatabase(c, 'kernel', userId, `person:${userId}`)
  await revisePerson(c.env, userId, () =>
    change({ action: 'session.revoked', subject: `session:${sessionId}`, data: {} }, (tx) =>
      revokeSessions(tx, userId, c.var.now, { only: sessionId }),
    ),
  )
}

/** Ends the session that the refresh cookie belongs to; whatever it was, the cookie goes. */
export async function logout(c: KernelContext): Promise<void> {
  const token = readRefreshCookie(c)
  clearRefreshCookie(c)
  if (token === undefined || !isToken(token, 'refresh')) return
  const facts = await findToken(c, await hashToken(token))
  if (facts !== undefined && facts.session.revokedAt === null) await endSession(c, facts.user.id, facts.session.id)
}

function ended(c: KernelContext) {
  clearRefreshCookie(c)
  return kernelErrors.signInEnded()
}
