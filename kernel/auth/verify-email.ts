import { and, eq, gt, isNull } from 'drizzle-orm'
import { systemTenantId } from '../database/kernel-database.ts'
import { mailedTokens, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { must } from '../sdk/database.ts'
import { insertMail, verifyMail } from './account-mail.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import { revisePerson } from './revoke-sessions.ts'

const verifySeconds = 2 * 24 * 60 * 60

/** Takes the token from the mail as proof of the address. */
export async function verifyEmail(c: KernelContext, token: string): Promise<void> {
  if (!isToken(token, 'verify')) throw kernelErrors.tokenSpent()
  const hash = await hashToken(token)
  const { now } = c.var
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const isOpen = and(
    eq(mailedTokens.hash, hash),
    eq(mailedTokens.purpose, 'verify-email'),
    isNull(mailedTokens.usedAt),
    gt(mailedTokens.expiresAt, now),
  )
  const [found] = await db
    .select({ userId: mailedTokens.userId, emailKey: mailedTokens.emailKey })
    .from(mailedTokens)
    .where(isOpen)
  if (found === undefined) throw kernelErrors.tokenSpent()
  const { userId, emailKey } = found
  const { change } = await openDatabase(c, 'kernel', userId, `person:${userId}`)
  await revisePerson(c.env, userId, () =>
    change({ action: 'person.emailVerified', subject: `person:${userId}`, data: {} }, (tx) => [
      must(
        tx.update(mailedTokens).set({ usedAt: now }).where(isOpen).returning({ hash: mailedTokens.hash }),
        kernelErrors.tokenSpent(),
      ),
      must(
        tx
          .update(users)
          .set({ emailVerifiedAt: now })
          .where(and(eq(users.id, userId), eq(users.emailKey, emailKey)))
          .returning({ id: users.id }),
        kernelErrors.tokenSpent(),
      ),
    ]),
  )
}

/** Sends the link again. */
export async function resendVerification(c: KernelContext): Promise<void> {
  const { session, now, change } = c.var
  if (session.emailVerified) return
  const emailKey = emailKeyOf(session.email)
  await admitAccount(c, emailKey, 'mail')
  const token = newToken('verify')
  const hash = await hashToken(token)
  const link = `${publicOrigin(c)}/verify-email?token=${token}`
  await change({ action: 'person.verificationSent', subject: `person:${session.userId}`, data: {} }, (tx) => [
    tx.insert(mailedTokens).values({
      hash,
      userId: session.userId,
      purpose: 'verify-email',
      emailKey,
      expiresAt: new Date(now.getTime() + verifySeconds * 1000),
    }),
    insertMail(tx, verifyMail(session.email, session.name, link)),
  ])
}
