import { systemTenantId } from '../database/kernel-database.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import type { Planned, Tx } from '../sdk/database.ts'

/** What the operator does is recorded in the platform's own ledger. */
export async function changeAsOperator(
  c: KernelContext,
  action: `published.${string}`,
  pluginId: string,
  data: Readonly<Record<string, unknown>>,
  plan: (tx: Tx) => Planned[],
): Promise<void> {
  const { change } = await openDatabase(c, 'kernel', systemTenantId, 'operator')
  await change({ action, subject: `plugin:${pluginId}`, data }, plan)
}
