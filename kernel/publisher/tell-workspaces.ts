import type { Env } from '../env.ts'
import { gateOf, patiently } from '../gate/ask-gate.ts'
import { newId } from '../sdk/new-id.ts'

const atOnce = 50

/**
 * Makes what is in the database hold at these workspaces' next requests: what isolates remember of them is void.
 *
 * A gate that does not answer changes nothing for the others, and there what is remembered ends by itself within a minute.
 */
export async function tellWorkspaces(env: Env, tenantIds: readonly string[]): Promise<void> {
  for (let at = 0; at < tenantIds.length; at += atOnce)
    await Promise.all(tenantIds.slice(at, at + atOnce).map((tenantId) => tell(env, tenantId)))
}

async function tell(env: Env, tenantId: string): Promise<void> {
  const gate = gateOf(env, 'tenant', tenantId)
  const revision = newId()
  await patiently(gate.beginRevision(revision))
  await patiently(gate.endRevision(revision))
}
