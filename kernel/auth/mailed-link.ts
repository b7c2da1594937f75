import { and, eq, gt, isNull } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../database/kernel-database.ts'
import { mailedTokens, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { must, type Tx } from '../sdk/database.ts'
import { insertMail, signInLinkMail, verifyMail } from './account-mail.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { personQuery, readDeviceHashes } from './devices.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import type { LinkWish } from './schemas.ts'
import { askSecondStep, needsSecondStep } from './second-step.ts'

const linkSeconds = 15 * 60
const verifySeconds = 2 * 24 * 60 * 60

/** Mails a link that signs in, if there is such a person. The answer comes first, so it tells nobody whether there is. */
export async function mailSignInLink(c: KernelContext, { email, next }: InferOutput<typeof LinkWish>): Promise<void> {
  const emailKey = emailKeyOf(email)
  await admitAccount(c, emailKey, 'mail')
  c.executionCtx.waitUntil(
    sendLink(c, emailKey, next).catch((error: unknown) =>
      console.error('A sign-in mail failed', error instanceof Error ? error.message : ''),
    ),
  )
}

/**
 * An address that nobody has proved to be theirs gets the link that proves it instead: whoever signed up with somebody
 * else's address would wait in the account with a password of their own.
 */
async function sendLink(c: KernelContext, emailKey: string, next: string | undefined): Promise<void> {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey))
  if (user === undefined) return
  const isProven = user.emailVerifiedAt !== null
  const token = newToken(isProven ? 'signin' : 'verify')
  const hash = await hashToken(token)
  const address = new URL(isProven ? '/sign-in/link' : '/verify-email', publicOrigin(c))
  address.searchParams.set('token', token)
  if (isProven && next !== undefined) address.searchParams.set('next', next)
  const seconds = isProven ? linkSeconds : verifySeconds
  const { change } = await openDatabase(c, 'kernel', user.id, 'anonymous')
  await change({ action: 'person.linkAsked', subject: `person:${user.id}`, data: {} }, (tx) => [
    tx.insert(mailedTokens).values({
      hash,
      userId: user.id,
      purpose: isProven ? 'sign-in' : 'verify-email',
      emailKey,
      expiresAt: new Date(c.var.now.getTime() + seconds * 1000),
    }),
    insertMail(
      tx,
      isProven ? signInLinkMail(user.email, user.name, address.href) : verifyMail(user.email, user.name, address.href),
    ),
  ])
}

/** Signs in by a mailed link, or asks for the second step. The link is used up either way. */
export async function signInByLink(c: KernelContext, token: string) {
  if (!isToken(token, 'signin')) throw kernelErrors.tokenSpent()
  const hash = await hashToken(token)
  const isOpen = and(
    eq(mailedTokens.hash, hash),
    eq(mailedTokens.purpose, 'sign-in'),
    isNull(mailedTokens.usedAt),
    gt(mailedTokens.expiresAt, c.var.now),
  )
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [person] = await personQuery(db, await readDeviceHashes(c), c.var.now)
    .innerJoin(mailedTokens, and(eq(mailedTokens.userId, users.id), eq(mailedTokens.emailKey, users.emailKey)))
    .where(isOpen)
  if (person === undefined) throw kernelErrors.tokenSpent()
  const also = (tx: Tx) => [
    must(
      tx.update(mailedTokens).set({ usedAt: c.var.now }).where(isOpen).returning({ hash: mailedTokens.hash }),
      kernelErrors.tokenSpent(),
    ),
  ]
  return needsSecondStep(person)
    ? askSecondStep(c, person, 'link', also)
    : completeSignIn(c, person, { how: 'link', also })
}
