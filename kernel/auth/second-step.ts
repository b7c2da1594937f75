import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../database/kernel-database.ts'
import { users } from '../database/tables.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { must, type Planned, type Tx } from '../sdk/database.ts'
import { insertMail } from './account-mail.ts'
import { admitAccount } from './admit-account.ts'
import { clientOf } from './client.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { type FoundPerson, personQuery, readDeviceHashes } from './devices.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import { checkPasskey } from './passkeys/check-passkey.ts'
import { isSameClient } from './refresh-rotation.ts'
import type { SecondStep } from './schemas.ts'
import { tellWrongCodes } from './security-mail.ts'
import { pendingSignIns } from './tables.ts'
import { checkBackupCode, checkTotp, wrongCode } from './two-steps/check-code.ts'

const pendingSeconds = 10 * 60
/** Wrong codes for one first step; then it starts over, and the person hears of it. */
const mostFailures = 5

type Method = 'totp' | 'passkey' | 'backupCode'

/** What the second step proved: what to store with it, and what to call it in the record. */
interface Proof {
  readonly how: Method
  readonly statements: (tx: Tx) => readonly Planned[]
}

export function needsSecondStep({ user, trustedDevice }: FoundPerson): boolean {
  return user.twoStepsAt !== null && trustedDevice === null
}

/** Answers a token for the second step instead of a session: for this client, this person and nothing else, for ten minutes. */
export async function askSecondStep(
  c: KernelContext,
  { user, hasTotp, hasPasskey, hasBackupCode }: FoundPerson,
  firstStep: 'password' | 'link',
  also: (tx: Tx) => readonly Planned[] = () => [],
) {
  const token = newToken('step')
  const [hash, client] = await Promise.all([hashToken(token), clientOf(c)])
  const expiresAt = new Date(c.var.now.getTime() + pendingSeconds * 1000)
  const { change } = await openDatabase(c, 'kernel', user.id, 'anonymous')
  await change(
    { action: 'person.secondStepAsked', subject: `person:${user.id}`, data: { firstStep } },
    (tx): readonly Planned[] => [
      ...also(tx),
      tx.insert(pendingSignIns).values({ hash, userId: user.id, firstStep, expiresAt, ...client }),
    ],
  )
  c.header('cache-control', 'no-store')
  const can: Readonly<Record<Method, boolean>> = { totp: hasTotp, passkey: hasPasskey, backupCode: hasBackupCode }
  const methods = (['totp', 'passkey', 'backupCode'] as const).filter((method) => can[method])
  return { secondStep: { token, expiresIn: pendingSeconds, methods } }
}

/** Signs in whoever did the first step a moment ago and does the second one now. */
export async function finishSecondStep(c: KernelContext, given: InferOutput<typeof SecondStep>) {
  const pending = await findPending(c, given.token)
  const { person } = pending
  // A count of its own: whoever does not know the password cannot use it up.
  await admitAccount(c, `second step|${person.user.id}`, 'login')
  const proof = await prove(c, pending, given).catch(async (error: unknown) => {
    if (error instanceof AppError && error.status === 422) await noteFailure(c, pending)
    throw error
  })
  return completeSignIn(c, person, {
    how: `${pending.firstStep}, ${proof.how}`,
    trusts: given.trustDevice,
    also: (tx) => [
      must(
        tx.delete(pendingSignIns).where(isOpen(pending.hash, c.var.now)).returning({ hash: pendingSignIns.hash }),
        kernelErrors.signInOver(),
      ),
      ...proof.statements(tx),
    ],
  })
}

export type Pending = Awaited<ReturnType<typeof findPending>>

/** The first step that a token stands for, while it is open, to the client that did it. */
export async function findPending(c: KernelContext, token: string) {
  if (!isToken(token, 'step')) throw kernelErrors.signInOver()
  const [hash, devices, client] = await Promise.all([hashToken(token), readDeviceHashes(c), clientOf(c)])
  const { read } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const isTheirs = sql`${users.id} = (select p.user_id from kernel.pending_sign_ins p where p.hash = ${hash})`
  const [[pending], [person]] = await read((db) => [
    db.select().from(pendingSignIns).where(isOpen(hash, c.var.now)),
    personQuery(db, devices, c.var.now).where(isTheirs),
  ])
  if (pending === undefined || person === undefined || !isSameClient(client, pending)) throw kernelErrors.signInOver()
  return { ...pending, person }
}

async function prove(c: KernelContext, pending: Pending, given: InferOutput<typeof SecondStep>): Promise<Proof> {
  const userId = pending.person.user.id
  if (given.code !== undefined) return { how: 'totp', statements: await checkTotp(c, userId, given.code, '#/code') }
  if (given.backupCode !== undefined)
    return {
      how: 'backupCode',
      statements: await checkBackupCode(c, pending.person.user, given.backupCode, '#/backupCode'),
    }
  if (given.passkey === undefined) throw wrongCode('#/code', 'Write the code that your app shows')
  const { statements } = await checkPasskey(c, given.passkey, { purpose: 'second-step', subject: pending.hash, userId })
  return { how: 'passkey', statements }
}

async function noteFailure(c: KernelContext, { hash, failures, person: { user } }: Pending): Promise<void> {
  const { change } = await openDatabase(c, 'kernel', user.id, 'anonymous')
  const isLast = failures + 1 >= mostFailures
  await change(
    { action: 'person.secondStepFailed', subject: `person:${user.id}`, data: {} },
    (tx): readonly Planned[] => [
      tx
        .update(pendingSignIns)
        .set({ failures: sql`${pendingSignIns.failures} + 1` })
        .where(eq(pendingSignIns.hash, hash)),
      ...(isLast ? [insertMail(tx, tellWrongCodes(c, user))] : []),
    ],
  )
}

function isOpen(hash: string, now: Date) {
  return and(
    eq(pendingSignIns.hash, hash),
    gt(pendingSignIns.expiresAt, now),
    lt(pendingSignIns.failures, mostFailures),
  )
}
