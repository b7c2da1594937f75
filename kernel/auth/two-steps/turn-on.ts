import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { users } from '../../database/tables.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext } from '../../request/context.ts'
import { must, type Planned, type Tx } from '../../sdk/database.ts'
import { insertMail } from '../account-mail.ts'
import { requireProof } from '../prove-person.ts'
import { revisePerson } from '../revoke-sessions.ts'
import { tellChange } from '../security-mail.ts'
import { backupCodes, totpSecrets } from '../tables.ts'
import { hashBackupCode, newBackupCodes } from './backup-codes.ts'
import { wrongCode } from './check-code.ts'
import { openTotpSecret, sealTotpSecret } from './seal-totp.ts'
import { newTotpSecret, totpAddress, totpStep } from './totp.ts'

const issuer = 'Digital Platform Factory'
/** How long a secret waits for its first code. */
const setUpSeconds = 30 * 60
/** One change of a person's ways to sign in at a time. */
export const oneAtATime = { locks: ['sign-in'] } as const

/** Makes the secret that an app will share with us. It asks nobody for a code before the first one has come. */
export async function beginTotp(c: KernelContext) {
  await requireProof(c)
  const { session, now, change } = c.var
  const sealed = await sealTotpSecret(c.env, session.userId, newTotpSecret())
  const fresh = { ...sealed, createdAt: now }
  const [stored] = await change(
    { action: 'person.totpBegun', subject: `person:${session.userId}`, data: {} },
    (tx) =>
      must(
        tx
          .insert(totpSecrets)
          .values({ userId: session.userId, ...fresh })
          .onConflictDoUpdate({ target: totpSecrets.userId, set: fresh, setWhere: isNull(totpSecrets.confirmedAt) })
          .returning(),
        kernelErrors.twoStepsOn(),
      ),
    oneAtATime,
  )
  if (stored === undefined) throw kernelErrors.conflict()
  // What is stored: a retry under the same Idempotency-Key made another secret, which nobody keeps.
  const secret = await openTotpSecret(c.env, stored)
  return { secret, address: totpAddress(secret, issuer, session.email) }
}

/** Takes the app's first code: from now on it is asked for. The first second step brings backup codes. */
export async function confirmTotp(c: KernelContext, code: string) {
  const { session, now, read, change } = c.var
  const isWaiting = and(
    eq(totpSecrets.userId, session.userId),
    isNull(totpSecrets.confirmedAt),
    gt(totpSecrets.createdAt, new Date(now.getTime() - setUpSeconds * 1000)),
  )
  const [[stored], [user]] = await read((db) => [
    db.select().from(totpSecrets).where(isWaiting),
    db.select({ twoStepsAt: users.twoStepsAt }).from(users).where(eq(users.id, session.userId)),
  ])
  if (stored === undefined || user === undefined) throw kernelErrors.notFound({ detail: 'Begin with a new QR code' })
  const step = totpStep(code, await openTotpSecret(c.env, stored), now.getTime())
  if (step === undefined) throw wrongCode('#/code', 'This is not the code that the app shows for this QR code')
  const confirm = (tx: Tx) =>
    must(
      tx
        .update(totpSecrets)
        .set({ confirmedAt: now, lastStep: step })
        .where(and(isWaiting, eq(totpSecrets.sealed, stored.sealed)))
        .returning({ userId: totpSecrets.userId }),
      kernelErrors.conflict(),
    )
  if (user.twoStepsAt === null) return turnOn(c, 'an app', 'person.totpAdded', confirm)
  await change(
    { action: 'person.totpAdded', subject: `person:${session.userId}`, data: {} },
    (tx) => [
      // Turned off in the meantime, it would come back as an app that nobody is asked for.
      must(isOn(tx, session.userId), kernelErrors.conflict()),
      confirm(tx),
      insertMail(tx, tellChange(session, 'An app was added to two-step sign-in')),
    ],
    oneAtATime,
  )
  return { backupCodes: null }
}

/** Turns two-step sign-in on for somebody who has a passkey or an app already. */
export async function turnOnTwoSteps(c: KernelContext) {
  await requireProof(c)
  const { userId } = c.var.session
  return turnOn(c, 'a passkey', 'person.twoStepsOn', (tx) =>
    must(
      tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.id, userId), hasMethod(userId))),
      kernelErrors.twoStepsOff({ detail: 'Set up an app or a passkey first' }),
    ),
  )
}

async function turnOn(c: KernelContext, method: string, action: string, proof: (tx: Tx) => Planned) {
  const { session, now, change } = c.var
  const fresh = await freshCodes(session.userId)
  const sentence = `Two-step sign-in was turned on with ${method}`
  const [, , , stored] = await revisePerson(c.env, session.userId, () =>
    change(
      { action, subject: `person:${session.userId}`, data: {} },
      (tx) => [
        proof(tx),
        must(
          tx
            .update(users)
            .set({ twoStepsAt: now })
            .where(and(eq(users.id, session.userId), isNull(users.twoStepsAt)))
            .returning({ id: users.id }),
          kernelErrors.twoStepsOn(),
        ),
        tx.delete(backupCodes).where(eq(backupCodes.userId, session.userId)),
        tx.insert(backupCodes).values(fresh.rows).returning({ hash: backupCodes.hash }),
        insertMail(tx, tellChange(session, sentence)),
      ],
      oneAtATime,
    ),
  )
  return { backupCodes: fresh.ifStored(stored) }
}

/** Makes new backup codes; the old ones are good for nothing from now on. */
export async function renewBackupCodes(c: KernelContext) {
  await requireProof(c)
  const { session, change } = c.var
  const fresh = await freshCodes(session.userId)
  const [, , stored] = await change(
    { action: 'person.backupCodesMade', subject: `person:${session.userId}`, data: {} },
    (tx) => [
      must(isOn(tx, session.userId), kernelErrors.twoStepsOff()),
      tx.delete(backupCodes).where(eq(backupCodes.userId, session.userId)),
      tx.insert(backupCodes).values(fresh.rows).returning({ hash: backupCodes.hash }),
      insertMail(tx, tellChange(session, 'New backup codes were made')),
    ],
    oneAtATime,
  )
  return { backupCodes: fresh.ifStored(stored) }
}

async function freshCodes(userId: string) {
  const codes = newBackupCodes()
  const rows = await Promise.all(codes.map(async (code) => ({ userId, hash: await hashBackupCode(userId, code) })))
  const hashes = new Set(rows.map(({ hash }) => hash))
  return {
    rows,
    /** Null when a request under the same Idempotency-Key stored others before: they were shown then, and are shown once. */
    ifStored: (stored: readonly { readonly hash: string }[]) =>
      stored.every(({ hash }) => hashes.has(hash)) ? codes : null,
  }
}

function isOn(tx: Tx, userId: string) {
  return tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.twoStepsAt)))
}

/** That a person has something to do a second step with. */
export function hasMethod(userId: string) {
  return sql`(exists (select from kernel.totp_secrets t where t.user_id = ${userId} and t.confirmed_at is not null)
    or exists (select from kernel.passkeys p where p.user_id = ${userId}))`
}
