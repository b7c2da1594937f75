import { and, eq, gt, isNull } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../database/kernel-database.ts'
import { mailedTokens, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { must } from '../sdk/database.ts'
import { insertMail, passwordChangedMail, resetMail } from './account-mail.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { checkNewPassword } from './check-new-password.ts'
import { hashPassword, passwordCost, verifyPassword } from './hash-password.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import { forgetHalfSignIns, revisePerson, revokeSessions } from './revoke-sessions.ts'
import type { PasswordChange, Reset } from './schemas.ts'

const resetSeconds = 60 * 60

/** Mails a link for a new password, if there is such a person. The answer comes first, so it tells nobody whether there is. */
export async function forgetPassword(c: KernelContext, email: string): Promise<void> {
  const emailKey = emailKeyOf(email)
  await admitAccount(c, emailKey, 'mail')
  c.executionCtx.waitUntil(
    mailReset(c, emailKey).catch((error: unknown) =>
      console.error('A reset mail failed', error instanceof Error ? error.message : ''),
    ),
  )
}

async function mailReset(c: KernelContext, emailKey: string): Promise<void> {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [user] = await db
    .select({ id: users.id, email: users.email, name: users.name })
    .from(users)
    .where(eq(users.emailKey, emailKey))
  if (user === undefined) return
  const token = newToken('reset')
  const hash = await hashToken(token)
  const link = `${publicOrigin(c)}/reset-password?token=${token}`
  const { change } = await openDatabase(c, 'kernel', user.id, 'anonymous')
  await change({ action: 'person.resetAsked', subject: `person:${user.id}`, data: {} }, (tx) => [
    tx.insert(mailedTokens).values({
      hash,
      userId: user.id,
      purpose: 'reset-password',
      emailKey,
      expiresAt: new Date(c.var.now.getTime() + resetSeconds * 1000),
    }),
    insertMail(tx, resetMail(user.email, user.name, link)),
  ])
}

/** Sets a new password by a mailed link; every sign-in ends, and so does every other such link. */
export async function resetPassword(c: KernelContext, { token, password }: InferOutput<typeof Reset>): Promise<void> {
  if (!isToken(token, 'reset')) throw kernelErrors.tokenSpent()
  const hash = await hashToken(token)
  const { now } = c.var
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const isOpen = and(
    eq(mailedTokens.purpose, 'reset-password'),
    isNull(mailedTokens.usedAt),
    gt(mailedTokens.expiresAt, now),
  )
  const [user] = await db
    .select({ id: users.id, email: users.email, name: users.name })
    .from(mailedTokens)
    .innerJoin(users, eq(users.id, mailedTokens.userId))
    .where(and(eq(mailedTokens.hash, hash), isOpen))
  if (user === undefined) throw kernelErrors.tokenSpent()
  checkNewPassword(password, user, 'password')
  const passwordHash = await hashPassword(password, passwordCost(c.env))
  const { change } = await openDatabase(c, 'kernel', user.id, `person:${user.id}`)
  await revisePerson(c.env, user.id, () =>
    change({ action: 'person.passwordReset', subject: `person:${user.id}`, data: {} }, (tx) => [
      must(
        tx
          .update(mailedTokens)
          .set({ usedAt: now })
          .where(and(eq(mailedTokens.hash, hash), isOpen))
          .returning({ hash: mailedTokens.hash }),
        kernelErrors.tokenSpent(),
      ),
      tx
        .update(mailedTokens)
        .set({ usedAt: now })
        .where(and(eq(mailedTokens.userId, user.id), isOpen)),
      tx.update(users).set({ passwordHash }).where(eq(users.id, user.id)),
      revokeSessions(tx, user.id, now),
      ...forgetHalfSignIns(tx, user.id),
      insertMail(tx, passwordChangedMail(user.email, user.name)),
    ]),
  )
}

/** Changes the password of somebody who is signed in and knows it; every other sign-in ends. */
export async function changePassword(
  c: KernelContext,
  { currentPassword, newPassword }: InferOutput<typeof PasswordChange>,
): Promise<void> {
  const { session, now, db, change } = c.var
  const cost = passwordCost(c.env)
  await admitAccount(c, emailKeyOf(session.email), 'login')
  const [user] = await db.select().from(users).where(eq(users.id, session.userId))
  if (user === undefined || !(await verifyPassword(currentPassword, user.passwordHash, cost)))
    throw kernelErrors.wrongCredentials()
  checkNewPassword(newPassword, user, 'newPassword')
  const passwordHash = await hashPassword(newPassword, cost)
  await revisePerson(c.env, user.id, () =>
    change({ action: 'person.passwordChanged', subject: `person:${user.id}`, data: {} }, (tx) => [
      must(
        tx
          .update(users)
          .set({ passwordHash })
          .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)))
          .returning({ id: users.id }),
        kernelErrors.conflict(),
      ),
      revokeSessions(tx, user.id, now, { except: session.sessionId }),
      ...forgetHalfSignIns(tx, user.id),
      insertMail(tx, passwordChangedMail(user.email, user.name)),
    ]),
  )
}
