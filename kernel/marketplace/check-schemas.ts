import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { changeAsSystem } from './change-as-system.ts'
import { tellHolders } from './tell-holders.ts'

/** Stops each plugin whose tables are not guarded as they were made, until they are again; all others go on. */
export async function checkSchemas(env: Env): Promise<void> {
  const system = kernelDatabase(env, systemTenantId)
  for (const [plugin, found] of await system.call('select plugin, fault from kernel.published_faults()')) {
    const [pluginId, fault] = [String(plugin), found === null ? null : String(found)]
    if (fault !== null) console.error(`The tables of ${pluginId} are not sound, so it is stopped: ${fault}`)
    await changeAsSystem(
      env,
      systemTenantId,
      { action: 'published.unsound', subject: `plugin:${pluginId}`, data: { fault } },
      'update kernel.published_plugins set unsound = $2 where id = $1 returning id',
      [pluginId, fault],
    )
    await tellHolders(env, pluginId)
  }
}
