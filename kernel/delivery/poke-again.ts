import { kernelDatabase } from '../database/kernel-database.ts'
import type { Env, WorkMessage } from '../env.ts'
import { poke } from './poke.ts'

/** Announces what a subscriber, or `jobs`, still has to do: now, or when it is due. */
export async function pokeAgain(env: Env, { tenantId, who }: WorkMessage): Promise<void> {
  const [row] = await kernelDatabase(env, tenantId).call('select kernel.next_due($1)', [who])
  const waitMs = row?.[0]
  if (waitMs !== null && waitMs !== undefined) await poke(env, tenantId, { [who]: Number(waitMs) })
}
