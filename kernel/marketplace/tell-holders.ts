import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { tellWorkspaces } from '../publisher/tell-workspaces.ts'

/** Makes what became of a plugin hold at the next request in every workspace that has it. */
export async function tellHolders(env: Env, pluginId: string): Promise<void> {
  const rows = await kernelDatabase(env, systemTenantId).call('select kernel.holders_of($1)', [pluginId])
  await tellWorkspaces(
    env,
    rows.map(([tenantId]) => String(tenantId)),
  )
}
