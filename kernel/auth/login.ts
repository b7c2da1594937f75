import { eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../database/kernel-database.ts'
import { users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import type { Tx } from '../sdk/database.ts'
import { admitAccount, emailKeyOf } from './admit-account.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { personQuery, readDeviceHashes } from './devices.ts'
import { hashPassword, needsRehash, passwordCost, verifyPassword, wasteHash } from './hash-password.ts'
import type { Login } from './schemas.ts'
import { askSecondStep, needsSecondStep } from './second-step.ts'

/**
 * Signs a person in, or asks for their second step. A wrong password and an unknown person get the same answer, after
 * the same work; only who knows the password learns that there is a second step.
 */
export async function login(c: KernelContext, { email, password }: InferOutput<typeof Login>) {
  const emailKey = emailKeyOf(email)
  const cost = passwordCost(c.env)
  await admitAccount(c, emailKey, 'login')
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [person] = await personQuery(db, await readDeviceHashes(c), c.var.now).where(eq(users.emailKey, emailKey))
  if (person === undefined) {
    await wasteHash(password, cost)
    throw kernelErrors.wrongCredentials()
  }
  const { user } = person
  if (!(await verifyPassword(password, user.passwordHash, cost))) throw kernelErrors.wrongCredentials()
  const rehashed = needsRehash(user.passwordHash, cost) ? await hashPassword(password, cost) : undefined
  const also = (tx: Tx) =>
    rehashed === undefined ? [] : [tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, user.id))]
  return needsSecondStep(person)
    ? askSecondStep(c, person, 'password', also)
    : completeSignIn(c, person, { how: 'password', also })
}
