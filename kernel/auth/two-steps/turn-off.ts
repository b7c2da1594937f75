import { and, eq, isNotNull, not, sql } from 'drizzle-orm'
import { users } from '../../database/tables.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext } from '../../request/context.ts'
import { must, type Tx } from '../../sdk/database.ts'
import { insertMail } from '../account-mail.ts'
import { requireProof } from '../prove-person.ts'
import { revisePerson } from '../revoke-sessions.ts'
import { tellChange } from '../security-mail.ts'
import { backupCodes, passkeys, totpSecrets, trustedDevices } from '../tables.ts'
import { hasMethod, oneAtATime } from './turn-on.ts'

/** Forgets the app. Without a passkey beside it, two-step sign-in ends with it. */
export async function removeTotp(c: KernelContext): Promise<void> {
  await requireProof(c)
  const { session, change } = c.var
  const sentence = 'The app was removed from two-step sign-in'
  await revisePerson(c.env, session.userId, () =>
    change(
      { action: 'person.totpRemoved', subject: `person:${session.userId}`, data: {} },
      (tx) => [
        must(
          tx
            .delete(totpSecrets)
            .where(and(eq(totpSecrets.userId, session.userId), isNotNull(totpSecrets.confirmedAt)))
            .returning({ userId: totpSecrets.userId }),
          kernelErrors.notFound(),
        ),
        ...endWithoutMethods(tx, session.userId),
        insertMail(tx, tellChange(session, sentence)),
      ],
      oneAtATime,
    ),
  )
}

/** Forgets a passkey. When it was the last second step, two-step sign-in ends with it. */
export async function removePasskey(c: KernelContext, id: string): Promise<void> {
  await requireProof(c)
  const { session, change } = c.var
  const sentence = 'A passkey was removed'
  await revisePerson(c.env, session.userId, () =>
    change(
      { action: 'person.passkeyRemoved', subject: `person:${session.userId}`, data: { passkeyId: id } },
      (tx) => [
        must(
          tx
            .delete(passkeys)
            .where(and(eq(passkeys.id, id), eq(passkeys.userId, session.userId)))
            .returning({ id: passkeys.id }),
          kernelErrors.notFound(),
        ),
        ...endWithoutMethods(tx, session.userId),
        insertMail(tx, tellChange(session, sentence)),
      ],
      oneAtATime,
    ),
  )
}

/** Turns two-step sign-in off: the app is forgotten; passkeys stay, and sign in as before. */
export async function turnOffTwoSteps(c: KernelContext): Promise<void> {
  await requireProof(c)
  const { session, change } = c.var
  await revisePerson(c.env, session.userId, () =>
    change(
      { action: 'person.twoStepsOff', subject: `person:${session.userId}`, data: {} },
      (tx) => [
        must(
          tx
            .update(users)
            .set({ twoStepsAt: null })
            .where(and(eq(users.id, session.userId), isNotNull(users.twoStepsAt)))
            .returning({ id: users.id }),
          kernelErrors.twoStepsOff(),
        ),
        tx.delete(totpSecrets).where(eq(totpSecrets.userId, session.userId)),
        ...forgetRest(tx, session.userId),
        insertMail(tx, tellChange(session, 'Two-step sign-in was turned off')),
      ],
      oneAtATime,
    ),
  )
}

function endWithoutMethods(tx: Tx, userId: string) {
  return [
    tx
      .update(users)
      .set({ twoStepsAt: null })
      .where(and(eq(users.id, userId), not(hasMethod(userId)))),
    ...forgetRest(tx, userId),
  ] as const
}

/** What means nothing once two-step sign-in is off. */
function forgetRest(tx: Tx, userId: string) {
  const isOff = sql`exists (select from kernel.users u where u.id = ${userId} and u.two_steps_at is null)`
  return [
    tx.delete(backupCodes).where(and(eq(backupCodes.userId, userId), isOff)),
    tx.delete(trustedDevices).where(and(eq(trustedDevices.userId, userId), isOff)),
  ] as const
}
