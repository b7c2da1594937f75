import type { Env } from '../env.ts'
import { gateOf, patiently } from '../gate/ask-gate.ts'
import type { SpendAsk, SpendVerdict } from '../gate/gate.ts'

/**
 * Counts something that a published plugin does, within what it may do in a day; answers whether it may, and the epoch
 * under which to read its grants. Undefined when the gate is away: what cannot be counted is not done.
 */
export async function spend(
  env: Env,
  { tenantId, ...ask }: SpendAsk & { readonly tenantId: string },
): Promise<SpendVerdict | undefined> {
  return patiently(gateOf(env, 'tenant', tenantId).spend(ask))
}

/** What a published plugin used today, in UTC, by what. */
export async function readSpent(
  env: Env,
  tenantId: string,
  pluginId: string,
): Promise<Readonly<Record<string, number>> | undefined> {
  return patiently(gateOf(env, 'tenant', tenantId).spent(pluginId))
}
