import { eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { sessions, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import type { Planned, Tx } from '../sdk/database.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { passwordCost, verifyPassword } from './hash-password.ts'
import type { Proof } from './schemas.ts'
import { checkTotp } from './two-steps/check-code.ts'

const freshSeconds = 10 * 60

/** Refuses a change of how somebody signs in, unless they have shown within ten minutes that it is them: a screen left open is not enough. */
export async function requireProof(c: KernelContext): Promise<void> {
  const { session, now, db } = c.var
  const [row] = await db
    .select({ provenAt: sessions.provenAt })
    .from(sessions)
    .where(eq(sessions.id, session.sessionId))
  if (row === undefined) throw kernelErrors.signInEnded()
  if (now.getTime() - row.provenAt.getTime() > freshSeconds * 1000)
    throw kernelErrors.proofNeeded({ detail: 'Write your password once more' })
}

/** Takes the password, or a code of the app, as proof that it is still the same person. */
export async function provePerson(c: KernelContext, proof: InferOutput<typeof Proof>): Promise<void> {
  const { session, now, change } = c.var
  await admitAccount(c, emailKeyOf(session.email), 'login')
  const statements = await check(c, proof)
  await change(
    { action: 'person.proven', subject: `person:${session.userId}`, data: { sessionId: session.sessionId } },
    (tx): readonly Planned[] => [
      ...statements(tx),
      tx.update(sessions).set({ provenAt: now }).where(eq(sessions.id, session.sessionId)),
    ],
  )
}

async function check(
  c: KernelContext,
  { password, code }: InferOutput<typeof Proof>,
): Promise<(tx: Tx) => readonly Planned[]> {
  const { session, db } = c.var
  if (password === undefined && code !== undefined) return checkTotp(c, session.userId, code, '#/code')
  const [user] = await db.select().from(users).where(eq(users.id, session.userId))
  if (
    password === undefined ||
    user === undefined ||
    !(await verifyPassword(password, user.passwordHash, passwordCost(c.env)))
  )
    throw kernelErrors.wrongPassword({
      errors: [{ in: 'body', pointer: '#/password', detail: 'This is not your password' }],
    })
  return () => []
}
