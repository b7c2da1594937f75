import { eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../database/kernel-database.ts'
import { users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { answerSignIn } from './answer-sign-in.ts'
import { hashPassword, needsRehash, verifyPassword, wasteHash } from './hash-password.ts'
import type { Login } from './schemas.ts'
import { prepareSession } from './sign-in.ts'

/** Signs a person in. A wrong password and an unknown person get the same answer, after the same work. */
export async function login(c: KernelContext, { email, password }: InferOutput<typeof Login>) {
  const emailKey = emailKeyOf(email)
  await admitAccount(c, emailKey, 'login')
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey))
  if (user === undefined) {
    await wasteHash(password)
    throw kernelErrors.wrongCredentials()
  }
  if (!(await verifyPassword(password, user.passwordHash))) throw kernelErrors.wrongCredentials()
  const rehashed = needsRehash(user.passwordHash) ? await hashPassword(password) : undefined
  const session = await prepareSession(c, user.id)
  const { change } = await openDatabase(c, 'kernel', user.id, `person:${user.id}`)
  await change(
    { action: 'person.signedIn', subject: `person:${user.id}`, data: { sessionId: session.sessionId } },
    (tx) => [
      ...session.inserts(tx),
      ...(rehashed === undefined
        ? []
        : [tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, user.id))]),
    ],
  )
  return answerSignIn(c, session, {
    id: user.id,
    email: user.email,
    name: user.name,
    emailVerified: user.emailVerifiedAt !== null,
  })
}
