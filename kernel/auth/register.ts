import type { InferOutput } from 'valibot'
import { mailedTokens, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { newId } from '../sdk/new-id.ts'
import { insertMail, verifyMail } from './account-mail.ts'
import { emailKeyOf } from './admit-account.ts'
import { answerSignIn } from './answer-sign-in.ts'
import { checkNewPassword } from './check-new-password.ts'
import { noteDevice } from './devices.ts'
import { hashPassword, passwordCost } from './hash-password.ts'
import { hashToken, newToken } from './opaque-token.ts'
import type { Registration } from './schemas.ts'
import { prepareSession } from './sign-in.ts'

const verifySeconds = 2 * 24 * 60 * 60

/** Makes an account, signs it in, and mails a link that proves the address. */
export async function register(c: KernelContext, { email, password, name }: InferOutput<typeof Registration>) {
  checkNewPassword(password, { email, name }, 'password')
  const user = { id: newId(), email, name, emailVerified: false }
  const emailKey = emailKeyOf(email)
  const passwordHash = await hashPassword(password, passwordCost(c.env))
  const session = await prepareSession(c, user.id)
  const device = await noteDevice(c, { userId: user.id, knownDevice: null, trustedDevice: null }, false)
  const token = newToken('verify')
  const hash = await hashToken(token)
  const link = `${publicOrigin(c)}/verify-email?token=${token}`
  const { change } = await openDatabase(c, 'kernel', user.id, `person:${user.id}`)
  await change(
    { action: 'person.registered', subject: `person:${user.id}`, data: { sessionId: session.sessionId } },
    (tx) => [
      tx.insert(users).values({ id: user.id, email, emailKey, name, passwordHash }),
      ...session.inserts(tx),
      ...device.statements(tx),
      tx.insert(mailedTokens).values({
        hash,
        userId: user.id,
        purpose: 'verify-email',
        emailKey,
        expiresAt: new Date(c.var.now.getTime() + verifySeconds * 1000),
      }),
      insertMail(tx, verifyMail(email, name, link)),
    ],
    { refusals: { users_email_key_key: kernelErrors.emailTaken() } },
  )
  const answer = await answerSignIn(c, session, user)
  device.setCookies()
  return answer
}
