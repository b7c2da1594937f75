import { and, desc, eq, lt } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { changeInstallation } from './change-installation.ts'
import { describeApi } from './describe-api.ts'
import { exportRows } from './export-rows.ts'
import { findInstallation } from './find-installation.ts'
import { installPlugin } from './install-plugin.ts'
import * as bodies from './installation-schemas.ts'
import { patchInstallation } from './patch-installation.ts'
import { planUpgrade } from './plan-upgrade.ts'
import { readInstalled } from './read-installed.ts'
import { readPluginUsage } from './read-plugin-usage.ts'
import * as schemas from './schemas.ts'
import { pluginLogs } from './tables.ts'
import { uninstallPlugin } from './uninstall-plugin.ts'
import { rollBackPlugin, upgradePlugin } from './upgrade-plugin.ts'

const read = { permission: 'plugins.read', params: schemas.PluginParam } as const
const manage = { permission: 'plugins.manage', routeClass: 'sensitive', params: schemas.PluginParam } as const
const answers = { 200: schemas.Installed }

/** `/api/plugins/:id/…`: what a workspace does with a published plugin. */
export const installationRoutes = new Hono<KernelEnv>()
  .post(
    '/:id/install',
    endpoint({
      ...manage,
      summary: 'Installs a published plugin',
      body: bodies.NewInstallation,
      answers: { 201: schemas.Installed },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await installPlugin(c as KernelContext, id, c.req.valid('json'))
      return c.json(await present(c as KernelContext, id), 201)
    },
  )
  .get(
    '/:id/openapi.json',
    endpoint({
      ...read,
      summary: 'Describes the routes of a plugin that is installed, as OpenAPI 3.1',
      answers: { 200: v.record(v.string(), v.unknown()) },
    }),
    async (c) => c.json(await describeApi(c as KernelContext, c.req.valid('param').id)),
  )
  .get(
    '/:id/plan',
    endpoint({
      ...read,
      summary: 'Shows what another version of a plugin would change',
      query: bodies.PlanQuery,
      answers: { 200: bodies.Plan },
    }),
    async (c) => c.json(await planUpgrade(c as KernelContext, c.req.valid('param').id, c.req.valid('query').version)),
  )
  .post(
    '/:id/upgrade',
    endpoint({ ...manage, summary: 'Upgrades a plugin to a newer version', body: bodies.Upgrade, answers }),
    async (c) => {
      const { id } = c.req.valid('param')
      await upgradePlugin(c as KernelContext, id, c.req.valid('json'))
      return c.json(await present(c as KernelContext, id))
    },
  )
  .post(
    '/:id/rollback',
    endpoint({ ...manage, summary: 'Goes back to the version before the last upgrade', answers }),
    async (c) => {
      const { id } = c.req.valid('param')
      await rollBackPlugin(c as KernelContext, id)
      return c.json(await present(c as KernelContext, id))
    },
  )
  .post('/:id/suspend', endpoint({ ...manage, summary: 'Stops a plugin until it is resumed', answers }), async (c) =>
    c.json(await changeState(c as KernelContext, c.req.valid('param').id, 'suspended')),
  )
  .post('/:id/resume', endpoint({ ...manage, summary: 'Lets a suspended plugin run again', answers }), async (c) =>
    c.json(await changeState(c as KernelContext, c.req.valid('param').id, 'on')),
  )
  .post(
    '/:id/uninstall',
    endpoint({
      ...manage,
      summary: 'Takes a plugin out of the workspace, and its data with it or not',
      body: bodies.Uninstall,
      answers: { 204: null },
    }),
    async (c) => {
      await uninstallPlugin(c as KernelContext, c.req.valid('param').id, c.req.valid('json').data)
      return c.body(null, 204)
    },
  )
  .patch(
    '/:id',
    endpoint({
      ...manage,
      summary: 'Changes what a plugin may do, and how it is set up',
      body: bodies.InstallationPatch,
      answers,
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await patchInstallation(c as KernelContext, id, c.req.valid('json'))
      return c.json(await present(c as KernelContext, id))
    },
  )
  .get(
    '/:id/export',
    endpoint({
      ...manage,
      routeClass: 'bulk',
      summary: 'Exports all that a plugin keeps of the workspace, a row a line',
      answers: { 200: 'application/x-ndjson' },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const body = await exportRows(c as KernelContext, id)
      return c.body(body, 200, {
        'content-type': 'application/x-ndjson',
        'content-disposition': `attachment; filename="${id}.ndjson"`,
      })
    },
  )
  .get(
    '/:id/usage',
    endpoint({ ...read, summary: 'Shows what a plugin used today, and keeps', answers: { 200: schemas.Usage } }),
    async (c) => c.json(await readPluginUsage(c as KernelContext, c.req.valid('param').id)),
  )
  .get(
    '/:id/logs',
    endpoint({
      ...read,
      permission: 'plugins.manage',
      summary: 'Shows what a plugin wrote of its work, the newest first',
      query: schemas.LogQuery,
      answers: { 200: schemas.LogPage },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const [after] = readCursor(cursor, 1) ?? []
      const rows = await c.var.db
        .select()
        .from(pluginLogs)
        .where(
          and(
            eq(pluginLogs.pluginId, c.req.valid('param').id),
            after === undefined ? undefined : lt(pluginLogs.id, Number(after)),
          ),
        )
        .orderBy(desc(pluginLogs.id))
        .limit(limit + 1)
      const { data, nextCursor } = pageFrom(rows, limit, ({ id }) => [id])
      return c.json({ data: data.map(({ id: _, pluginId: __, ...line }) => line), nextCursor })
    },
  )

async function changeState(c: KernelContext, id: string, state: 'on' | 'suspended') {
  const found = await findInstallation(c, id)
  if (found.row.state !== state)
    await changeInstallation(
      c,
      found,
      {
        action: state === 'on' ? 'plugin.resumed' : 'plugin.suspended',
        pluginId: id,
        data: { title: found.current.manifest.title },
      },
      { state },
    )
  return present(c, id)
}

async function present(c: KernelContext, id: string) {
  const [plugin] = await readInstalled(c, id)
  if (plugin === undefined) throw kernelErrors.pluginNotInstalled({ plugin: id })
  return plugin
}
