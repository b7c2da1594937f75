import { refreshTokens, sessions } from '../database/tables.ts'
import type { KernelContext } from '../request/context.ts'
import type { Tx } from '../sdk/database.ts'
import { newId } from '../sdk/new-id.ts'
import { clientOf } from './client.ts'
import { hashToken, newToken } from './opaque-token.ts'

/** A sign-in that is not used for this long ends. */
export const sessionSeconds = 30 * 24 * 60 * 60

/** A new session and its first refresh token: what to insert, and what to give the client once it is stored. */
export interface NewSession {
  readonly sessionId: string
  readonly refreshToken: string
  readonly inserts: (tx: Tx) => readonly [ReturnType<typeof insertSession>, ReturnType<typeof insertToken>]
}

/** Prepares a session for a person who has just proved who they are. */
export async function prepareSession(c: KernelContext, userId: string): Promise<NewSession> {
  const sessionId = newId()
  const refreshToken = newToken('refresh')
  const hash = await hashToken(refreshToken)
  const client = await clientOf(c)
  return {
    sessionId,
    refreshToken,
    inserts: (tx) => [
      insertSession(tx, c, { sessionId, userId, userAgent: client.userAgent }),
      insertToken(tx, sessionId, hash),
    ],
  }
}

function insertSession(
  tx: Tx,
  c: KernelContext,
  { sessionId, userId, userAgent }: { sessionId: string; userId: string; userAgent: string },
) {
  const expiresAt = new Date(c.var.now.getTime() + sessionSeconds * 1000)
  return tx.insert(sessions).values({ id: sessionId, userId, expiresAt, userAgent, address: c.var.address })
}

function insertToken(tx: Tx, sessionId: string, hash: string) {
  return tx.insert(refreshTokens).values({ hash, sessionId, generation: 1 })
}
