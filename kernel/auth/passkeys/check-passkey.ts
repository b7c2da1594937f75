import { and, eq, lt, or, sql } from 'drizzle-orm'
import { base64url } from 'jose'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../../database/kernel-database.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext } from '../../request/context.ts'
import { openDatabase } from '../../request/open-database.ts'
import { must, type Planned, type Tx } from '../../sdk/database.ts'
import { hashToken } from '../opaque-token.ts'
import { passkeys, spentChallenges } from '../tables.ts'
import { type ChallengeUse, challengeSeconds, newChallenge, readChallenge } from './challenge.ts'
import { relyingParty } from './relying-party.ts'
import type { PasskeyAnswer } from './schemas.ts'

export interface CheckedPasskey {
  readonly userId: string
  /** Uses the challenge up, and keeps the count of signatures. */
  readonly statements: (tx: Tx) => readonly Planned[]
}

/** What a browser needs to ask for a passkey; without a person, for any that it has for this place. */
export async function passkeyOptions(c: KernelContext, use: ChallengeUse, userId?: string) {
  const challenge = await newChallenge(c.env.SESSION_SECRET, use, c.var.now.getTime())
  const known = userId === undefined ? [] : await listCredentials(c, userId)
  return {
    challenge: base64url.encode(challenge),
    rpId: relyingParty(c).id,
    timeout: challengeSeconds * 1000,
    userVerification: 'required' as const,
    allowCredentials: known,
  }
}

/** The passkeys of a person, as browsers are told of them. */
export async function listCredentials(c: KernelContext, userId: string) {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const rows = await db
    .select({ id: passkeys.credentialId, transports: passkeys.transports })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
  return rows.map(({ id, transports }) => ({ id, type: 'public-key' as const, transports }))
}

/**
 * Checks the signature of a passkey (WebAuthn, 7.2): of this place, for this use, by somebody whom the device knows.
 *
 * The count of signatures has to grow where the device keeps one: a copied passkey falls behind.
 */
export async function checkPasskey(
  c: KernelContext,
  answer: InferOutput<typeof PasskeyAnswer>,
  { userId, ...use }: ChallengeUse & { readonly userId?: string },
): Promise<CheckedPasskey> {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [passkey] = await db.select().from(passkeys).where(eq(passkeys.credentialId, answer.id))
  if (passkey === undefined || (userId !== undefined && passkey.userId !== userId)) throw refused()
  const spent = await spendChallenge(c, answer.response.clientDataJSON, use)
  const counter = await readSignature(c, answer, passkey)
  return {
    userId: passkey.userId,
    statements: (tx) => [
      ...spent(tx),
      must(
        tx
          .update(passkeys)
          .set({ counter, lastUsedAt: c.var.now })
          .where(
            and(
              eq(passkeys.id, passkey.id),
              or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter}::bigint = 0`)),
            ),
          )
          .returning({ id: passkeys.id }),
        refused(),
      ),
    ],
  }
}

/** Checks the challenge that a browser signed; answers the statement after which it is used. */
export async function spendChallenge(
  c: KernelContext,
  clientData: string,
  use: ChallengeUse,
): Promise<(tx: Tx) => readonly Planned[]> {
  const challenge = readSignedChallenge(clientData)
  const expiresAt = await readChallenge(c.env.SESSION_SECRET, challenge, use, c.var.now.getTime())
  if (expiresAt === undefined) throw refused()
  const hash = await hashToken(challenge)
  return (tx) => [
    must(
      tx
        .insert(spentChallenges)
        .values({ hash, expiresAt })
        .onConflictDoNothing()
        .returning({ hash: spentChallenges.hash }),
      refused(),
    ),
  ]
}

export function refused() {
  return kernelErrors.passkeyRefused({ detail: 'Try again, or sign in another way' })
}

function readSignedChallenge(clientData: string): string {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(base64url.decode(clientData)))
    const challenge = typeof read === 'object' && read !== null && 'challenge' in read ? read.challenge : undefined
    return typeof challenge === 'string' ? challenge : ''
  } catch {
    return ''
  }
}

/** The library throws on whatever is not as it should be; the caller learns no more than that. */
async function readSignature(
  c: KernelContext,
  answer: InferOutput<typeof PasskeyAnswer>,
  passkey: typeof passkeys.$inferSelect,
): Promise<number> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { id, origin } = relyingParty(c)
  const result = await verifyAuthenticationResponse({
    response: answer as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    // Its signature and its end were checked by itself.
    expectedChallenge: () => true,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(base64url.decode(passkey.publicKey)),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch(() => undefined)
  if (result?.verified !== true) throw refused()
  return result.authenticationInfo.newCounter
}
