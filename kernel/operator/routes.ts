import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type * as v from 'valibot'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { returnLeftBehind } from '../marketplace/advance-rollouts.ts'
import { publishedPlugins, publishedVersions, publishers } from '../marketplace/tables.ts'
import { tellHolders } from '../marketplace/tell-holders.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { admitVersion } from './admit-version.ts'
import { changeAsOperator } from './change-as-operator.ts'
import { requireOperator } from './require-operator.ts'
import * as schemas from './schemas.ts'

/** The token is not a person's or a key's: `requireOperator` compares it before anything is done. */
const operator = {
  audience: 'anyone',
  description: 'For the operator: `Authorization: Bearer <OPERATOR_TOKEN>`.',
} as const

/** `/api/operator`: what becomes of published plugins, decided for the whole installation. */
export const operatorRoutes = new Hono<KernelEnv>()
  .use(requireOperator)
  .get(
    '/plugins',
    endpoint({
      ...operator,
      summary: 'Lists all that was ever submitted, and how it fares',
      answers: { 200: schemas.Overview },
    }),
    async (c) => {
      const rows = await kernelDatabase(c.env, systemTenantId).call('select kernel.published_overview()')
      return c.json({ data: rows[0]?.[0] as v.InferOutput<typeof schemas.Overview>['data'] })
    },
  )
  .post(
    '/plugins/:id/kill',
    endpoint({
      ...operator,
      summary: 'Stops a plugin in every workspace',
      params: schemas.Plugin,
      body: schemas.Reason,
      answers: { 204: null },
    }),
    async (c) => {
      const [{ id }, { reason }] = [c.req.valid('param'), c.req.valid('json')]
      await changeAsOperator(c as KernelContext, 'published.killed', id, { reason }, (tx) => [
        must(
          tx
            .update(publishedPlugins)
            .set({ killedAt: sql`now()` as never, killedReason: reason })
            .where(and(eq(publishedPlugins.id, id), isNull(publishedPlugins.killedAt)))
            .returning({ id: publishedPlugins.id }),
          kernelErrors.notFound(),
        ),
      ])
      await tellHolders(c.env, id)
      return c.body(null, 204)
    },
  )
  .post(
    '/plugins/:id/revive',
    endpoint({
      ...operator,
      summary: 'Lets a plugin run again that was stopped in every workspace',
      params: schemas.Plugin,
      body: schemas.Reason,
      answers: { 204: null },
    }),
    async (c) => {
      const [{ id }, { reason }] = [c.req.valid('param'), c.req.valid('json')]
      await changeAsOperator(c as KernelContext, 'published.revived', id, { reason }, (tx) => [
        must(
          tx
            .update(publishedPlugins)
            .set({ killedAt: null, killedReason: null })
            .where(and(eq(publishedPlugins.id, id), isNotNull(publishedPlugins.killedAt)))
            .returning({ id: publishedPlugins.id }),
          kernelErrors.notFound(),
        ),
      ])
      await tellHolders(c.env, id)
      return c.body(null, 204)
    },
  )
  .post(
    '/plugins/:id/versions/:version/admit',
    endpoint({
      ...operator,
      summary: 'Signs a version that waits: from then on it can be installed',
      params: schemas.PluginVersion,
      answers: { 204: null },
    }),
    async (c) => {
      const { id, version } = c.req.valid('param')
      await admitVersion(c as KernelContext, id, version)
      return c.body(null, 204)
    },
  )
  .post(
    '/plugins/:id/versions/:version/refuse',
    endpoint({
      ...operator,
      summary: 'Refuses a version that waits, and says why',
      params: schemas.PluginVersion,
      body: schemas.Reason,
      answers: { 204: null },
    }),
    async (c) => {
      await endVersion(c as KernelContext, c.req.valid('param'), ['submitted'], 'refused', c.req.valid('json').reason)
      return c.body(null, 204)
    },
  )
  .post(
    '/plugins/:id/versions/:version/yank',
    endpoint({
      ...operator,
      summary: 'Calls a version back: workspaces that have it return to the one before, or stop',
      params: schemas.PluginVersion,
      body: schemas.Yank,
      answers: { 204: null },
    }),
    async (c) => {
      const [params, { reason, installed }] = [c.req.valid('param'), c.req.valid('json')]
      const state = installed === 'stop' ? 'yanked' : 'rolled_back'
      await endVersion(c as KernelContext, params, ['live'], state, reason)
      await tellHolders(c.env, params.id)
      if (state === 'rolled_back') await returnLeftBehind(c.env)
      return c.body(null, 204)
    },
  )
  .post(
    '/publishers/:slug/verify',
    endpoint({
      ...operator,
      summary: 'Says that a publisher is who they say they are',
      params: schemas.Publisher,
      answers: { 204: null },
    }),
    async (c) => {
      const { slug } = c.req.valid('param')
      await changeAsOperator(c as KernelContext, 'published.verified', slug, { slug }, (tx) => [
        must(
          tx
            .update(publishers)
            .set({ verifiedAt: sql`now()` as never })
            .where(eq(publishers.slug, slug))
            .returning({ id: publishers.id }),
          kernelErrors.notFound(),
        ),
      ])
      return c.body(null, 204)
    },
  )

type State = (typeof publishedVersions.$inferSelect)['state']

async function endVersion(
  c: KernelContext,
  { id, version }: v.InferOutput<typeof schemas.PluginVersion>,
  from: readonly State[],
  to: 'refused' | 'yanked' | 'rolled_back',
  reason: string,
): Promise<void> {
  const action = to === 'refused' ? 'published.refused' : 'published.yanked'
  await changeAsOperator(c, action, id, { version, reason }, (tx) => [
    must(
      tx
        .update(publishedVersions)
        .set({ state: to, reason, stateAt: sql`now()` as never })
        .where(
          and(
            eq(publishedVersions.pluginId, id),
            eq(publishedVersions.version, version),
            inArray(publishedVersions.state, [...from]),
          ),
        )
        .returning({ version: publishedVersions.version }),
      kernelErrors.notFound(),
    ),
  ])
}
