import { createApp } from './app.ts'
import { runDueJobs } from './delivery/run-due-jobs.ts'
import { sweep } from './delivery/sweep.ts'
import type { Env, WorkMessage } from './env.ts'
import type { Plugin } from './sdk/define-plugin.ts'
import { permissionTable } from './tenancy/permissions.ts'

/** The Worker of a set of plugins: HTTP, the queue's consumer and the clock. */
export function createWorker(plugins: readonly Plugin[]): ExportedHandler<Env, WorkMessage> {
  const app = createApp(plugins)
  const registry = { plugins, permissions: permissionTable(plugins) }
  return {
    fetch: app.fetch as ExportedHandlerFetchHandler<Env>,
    async queue(batch, env, ctx) {
      const tenantIds = [...new Set(batch.messages.map(({ body }) => body.tenantId))]
      await Promise.all(tenantIds.map((tenantId) => runDueJobs(env, ctx, registry, tenantId)))
    },
    async scheduled(_controller, env, ctx) {
      ctx.waitUntil(sweep(env))
    },
  }
}
