import { and, eq, inArray } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { kernelDatabase } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import type { OwnPlugins } from './schemas.ts'
import { publishedPlugins, publishedVersions, publishers } from './tables.ts'
import { tellWorkspaces } from './tell-workspaces.ts'

/** What the workspace publishes, and how each version fares. */
export async function listOwnPlugins(c: KernelContext): Promise<InferOutput<typeof OwnPlugins>['data']> {
  const countTrip = () => {
    c.var.cost.roundTrips += 1
  }
  const [row] = await kernelDatabase(c.env, c.var.tenant.id, countTrip).call('select kernel.own_published()')
  return row?.[0] as InferOutput<typeof OwnPlugins>['data']
}

/** Calls back a version of the workspace's own. */
export async function yankVersion(c: KernelContext, plugin: string, version: string, reason: string): Promise<void> {
  const { db, tenant, change, now, env } = { ...c.var, env: c.env }
  const own = db
    .select({ id: publishedPlugins.id })
    .from(publishedPlugins)
    .innerJoin(publishers, eq(publishers.id, publishedPlugins.publisherId))
    .where(eq(publishers.tenantId, tenant.id))
  await change(
    { action: 'pluginVersion.yanked', subject: `plugin:${plugin}`, data: { plugin, version, reason } },
    (tx) =>
      must(
        tx
          .update(publishedVersions)
          .set({ state: 'yanked', reason, stateAt: now })
          .where(
            and(
              eq(publishedVersions.pluginId, plugin),
              eq(publishedVersions.version, version),
              inArray(publishedVersions.state, ['live', 'rolled_back']),
              inArray(publishedVersions.pluginId, own),
            ),
          )
          .returning({ version: publishedVersions.version }),
        kernelErrors.notFound(),
      ),
  )
  const rows = await kernelDatabase(env, tenant.id).call('select kernel.tenants_with($1, array[$2])', [plugin, version])
  await tellWorkspaces(
    env,
    rows.map(([tenantId]) => String(tenantId)),
  )
}
