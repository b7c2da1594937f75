import { readTenant } from '../delivery/open-work.ts'
import type { Env } from '../env.ts'
import { remember } from '../request/remember.ts'
import type { InstalledPlugin } from './installed-plugin.ts'

/** The installation as it is under this epoch; undefined when there is none, or it does not run, any more. */
export async function rereadInstalled(
  env: Env,
  tenantId: string,
  pluginId: string,
  epoch: number | null,
): Promise<InstalledPlugin | undefined> {
  const snapshot = await remember(`${tenantId} installed`, epoch, Date.now(), () => readTenant(env, tenantId))
  const installed = snapshot?.published[pluginId]
  return installed?.state === 'on' ? installed : undefined
}
