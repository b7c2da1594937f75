import { and, count, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { systemTenantId } from '../../database/kernel-database.ts'
import type { AppError } from '../../errors/app-error.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext } from '../../request/context.ts'
import { openDatabase } from '../../request/open-database.ts'
import { must, type Planned, type Tx } from '../../sdk/database.ts'
import { insertMail } from '../account-mail.ts'
import { tellChange } from '../security-mail.ts'
import { backupCodes, totpSecrets } from '../tables.ts'
import { hashBackupCode } from './backup-codes.ts'
import { openTotpSecret } from './seal-totp.ts'
import { totpStep } from './totp.ts'

const notThisOne = 'This code is not right. Look at the app again: it shows a new one every half minute'
const usedAlready = 'This code was used already. Wait for the next one'

export function wrongCode(pointer: string, detail: string): AppError {
  return kernelErrors.wrongCode({ errors: [{ in: 'body', pointer, detail }] })
}

/**
 * Checks the code of a person's app; answers the statement that uses it up.
 *
 * The statement is the judge of replays: of two requests with one code, one finds the row as it has to be.
 */
export async function checkTotp(
  c: KernelContext,
  userId: string,
  code: string,
  pointer: string,
): Promise<(tx: Tx) => readonly Planned[]> {
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [stored] = await db
    .select()
    .from(totpSecrets)
    .where(and(eq(totpSecrets.userId, userId), isNotNull(totpSecrets.confirmedAt)))
  const step = stored && totpStep(code, await openTotpSecret(c.env, stored), c.var.now.getTime())
  if (step === undefined) throw wrongCode(pointer, notThisOne)
  return (tx) => [
    must(
      tx
        .update(totpSecrets)
        .set({ lastStep: step })
        .where(and(eq(totpSecrets.userId, userId), isNotNull(totpSecrets.confirmedAt), lt(totpSecrets.lastStep, step)))
        .returning({ userId: totpSecrets.userId }),
      wrongCode(pointer, usedAlready),
    ),
  ]
}

/** Checks a backup code; answers the statements that use it up and tell the person. */
export async function checkBackupCode(
  c: KernelContext,
  user: { readonly id: string; readonly email: string; readonly name: string },
  code: string,
  pointer: string,
): Promise<(tx: Tx) => readonly Planned[]> {
  const hash = await hashBackupCode(user.id, code)
  const { read } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const isUnused = and(eq(backupCodes.userId, user.id), isNull(backupCodes.usedAt))
  const [[found], [left]] = await read((db) => [
    db
      .select({ hash: backupCodes.hash })
      .from(backupCodes)
      .where(and(isUnused, eq(backupCodes.hash, hash))),
    db.select({ count: count() }).from(backupCodes).where(isUnused),
  ])
  const wrong = wrongCode(pointer, 'This is none of your backup codes, or it was used already')
  if (found === undefined) throw wrong
  const remaining = (left?.count ?? 1) - 1
  const sentence = `A backup code was used (${remaining} left)`
  return (tx) => [
    must(
      tx
        .update(backupCodes)
        .set({ usedAt: c.var.now })
        .where(and(isUnused, eq(backupCodes.hash, hash)))
        .returning({ hash: backupCodes.hash }),
      wrong,
    ),
    insertMail(tx, tellChange(user, sentence)),
  ]
}
