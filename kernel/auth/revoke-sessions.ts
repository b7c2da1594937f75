import { and, eq, isNull, ne } from 'drizzle-orm'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { sessions } from '../database/tables.ts'
import type { Env } from '../env.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { Scope } from '../gate/limits.ts'
import type { Tx } from '../sdk/database.ts'
import { pendingSignIns, trustedDevices } from './tables.ts'

/** Ends all of a person's sessions, or all but one, or one: the statement, to go into a change of rights. */
export function revokeSessions(
  tx: Tx,
  userId: string,
  now: Date,
  which: { readonly only?: string; readonly except?: string } = {},
) {
  const { only, except } = which
  return tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        only === undefined ? undefined : eq(sessions.id, only),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    )
    .returning({ id: sessions.id })
}

/** Whoever knew the old password is nowhere half signed in any more, and no browser is trusted on its word. */
export function forgetHalfSignIns(tx: Tx, userId: string) {
  return [
    tx.delete(pendingSignIns).where(eq(pendingSignIns.userId, userId)),
    tx.delete(trustedDevices).where(eq(trustedDevices.userId, userId)),
  ] as const
}

/**
 * Runs a change of a person's rights: the gates of the person and of every tenant that they belong to hear of it.
 *
 * A tenant that they joined meanwhile hears of it afterwards, since what was read there may be from before.
 */
export async function revisePerson<Result>(env: Env, userId: string, change: () => Promise<Result>): Promise<Result> {
  const before = await tenantGates(env, userId)
  const result = await reviseRights(env, [{ scope: 'person', id: userId }, ...before], change)
  const known = new Set(before.map(({ id }) => id))
  const joined = (await tenantGates(env, userId)).filter(({ id }) => !known.has(id))
  if (joined.length > 0) await reviseRights(env, joined, async () => undefined)
  return result
}

async function tenantGates(env: Env, userId: string): Promise<{ scope: Scope; id: string }[]> {
  const rows = await kernelDatabase(env, systemTenantId).call('select kernel.tenants_of($1)', [userId])
  return rows.map(([id]) => ({ scope: 'tenant', id: String(id) }))
}
