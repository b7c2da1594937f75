import { eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { systemTenantId } from '../../database/kernel-database.ts'
import { users } from '../../database/tables.ts'
import type { KernelContext } from '../../request/context.ts'
import { openDatabase } from '../../request/open-database.ts'
import { completeSignIn } from '../complete-sign-in.ts'
import { personQuery, readDeviceHashes } from '../devices.ts'
import { findPending } from '../second-step.ts'
import { checkPasskey, passkeyOptions, refused } from './check-passkey.ts'
import type { PasskeyAnswer } from './schemas.ts'

/** What a browser needs to offer its passkeys to somebody who has not said who they are. */
export function signInOptions(c: KernelContext) {
  return passkeyOptions(c, { purpose: 'sign-in', subject: '' })
}

/** What a browser needs to use a passkey as the second step. */
export async function secondStepOptions(c: KernelContext, token: string) {
  const { hash, person } = await findPending(c, token)
  return passkeyOptions(c, { purpose: 'second-step', subject: hash }, person.user.id)
}

/** Signs in by a passkey alone: having the device and unlocking it are two steps in one. */
export async function signInWithPasskey(c: KernelContext, answer: InferOutput<typeof PasskeyAnswer>) {
  const { userId, statements } = await checkPasskey(c, answer, { purpose: 'sign-in', subject: '' })
  const { db } = await openDatabase(c, 'kernel', systemTenantId, 'anonymous')
  const [person] = await personQuery(db, await readDeviceHashes(c), c.var.now).where(eq(users.id, userId))
  if (person === undefined) throw refused()
  return completeSignIn(c, person, { how: 'passkey', also: statements })
}
