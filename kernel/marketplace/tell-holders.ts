import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { gateOf, patiently } from '../gate/ask-gate.ts'
import { newId } from '../sdk/new-id.ts'

const gatesAtOnce = 50

/**
 * Makes what became of a plugin hold at the next request in every workspace that has it.
 *
 * Where a gate does not answer, what is remembered ends by itself within a minute.
 */
export async function tellHolders(env: Env, pluginId: string): Promise<void> {
  const rows = await kernelDatabase(env, systemTenantId).call('select kernel.holders_of($1)', [pluginId])
  for (let at = 0; at < rows.length; at += gatesAtOnce)
    await Promise.all(rows.slice(at, at + gatesAtOnce).map(([tenantId]) => tell(env, String(tenantId))))
}

async function tell(env: Env, tenantId: string): Promise<void> {
  const [gate, revision] = [gateOf(env, 'tenant', tenantId), newId()]
  await patiently(gate.beginRevision(revision))
  await patiently(gate.endRevision(revision))
}
