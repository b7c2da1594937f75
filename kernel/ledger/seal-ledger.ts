import { kernelDatabase } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { type Checkpoint, signCheckpoint } from './checkpoint.ts'

export type { Checkpoint }

/** Chains the tenant's unsealed records and signs the head. Undefined when the tenant has no record at all. */
export async function sealLedger(env: Env, tenantId: string): Promise<Checkpoint | undefined> {
  const rows = await kernelDatabase(env, tenantId).call('select seq, hash from kernel.seal()')
  const [seq, hash] = rows[0] ?? []
  if (seq === undefined || Number(seq) === 0) return undefined
  return signCheckpoint(tenantId, Number(seq), String(hash), env.ENCRYPTION_KEY)
}
