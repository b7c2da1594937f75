import { type KernelDatabase, kernelDatabase } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { openModules } from '../registry/call-module.ts'
import { openBelongings } from '../registry/open-belongings.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { settingsOf } from '../request/open-plugin.ts'
import { runPublishedJob } from '../sandbox/run-published-job.ts'
import type { JobContext } from '../sdk/job.ts'
import type { DueJob } from './due-job.ts'
import { explainFailure } from './explain-failure.ts'
import { openWorkDatabase, readTenant, workCaller, workPrincipal } from './open-work.ts'

/** A job whose Worker died is taken up again after this long. */
const lease = '2 minutes'

/** Works off what is due for a tenant until nothing is or time is over, one job after the other, each under the name of who asked for it. */
export async function runDueJobs(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  endsAtMs: number,
): Promise<void> {
  const database = kernelDatabase(env, tenantId)
  while (Date.now() < endsAtMs) {
    const job = await claim(database)
    if (job === undefined) return
    await runTurn(env, ctx, registry, tenantId, database, job)
  }
}

async function claim(database: KernelDatabase): Promise<DueJob | undefined> {
  const rows = await database.call(
    'select id, plugin_id, name, payload, actor, request_id, attempts from kernel.claim_job($1::interval)',
    [lease],
  )
  const [id, pluginId, name, payload, actor, requestId, attempts] = rows[0] ?? []
  if (id === undefined) return undefined
  return {
    id: String(id),
    pluginId: String(pluginId),
    name: String(name),
    payload: payload as DueJob['payload'],
    actor: String(actor),
    requestId: String(requestId),
    attempts: Number(attempts),
  }
}

async function runTurn(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  database: KernelDatabase,
  job: DueJob,
): Promise<void> {
  try {
    const outcome = await run(env, ctx, registry, tenantId, job)
    const again = outcome === 'done' ? null : `${outcome.againAfterMs} milliseconds`
    await database.call('select kernel.finish_job($1, $2::interval, null)', [job.id, again])
  } catch (error) {
    console.error(
      `Job ${job.pluginId}.${job.name} ${job.id} failed, turn ${job.attempts}:`,
      error instanceof Error ? error.message : 'unknown',
    )
    const waitSeconds = Math.min(3600, 2 ** job.attempts)
    await database.call('select kernel.finish_job($1, $2::interval, $3)', [
      job.id,
      `${waitSeconds} seconds`,
      explainFailure(error),
    ])
  }
}

async function run(env: Env, ctx: ExecutionContext, registry: Registry, tenantId: string, job: DueJob) {
  const plugin = registry.plugins.find(({ id }) => id === job.pluginId)
  const work = plugin?.jobs?.[job.name]
  const snapshot = await readTenant(env, tenantId)
  if (plugin === undefined && snapshot !== null) return runPublishedJob(env, ctx, registry, snapshot, job)
  // A module that was turned off, or a workspace that is gone, has nothing left to do.
  if (work === undefined || snapshot === null || snapshot.plugins[job.pluginId] === undefined) return 'done' as const
  const identity = { owner: job.pluginId, actor: job.actor, requestId: job.requestId, address: 'job' }
  const database = await openWorkDatabase(env, ctx, registry, tenantId, identity, {
    snapshot,
    routeRecord: () => ({ action: `${job.pluginId}.job.ran`, subject: `job:${job.id}`, data: { name: job.name } }),
  })
  const context: JobContext = {
    ...database,
    tenant: snapshot.tenant,
    settings: settingsOf(registry, job.pluginId, snapshot),
    belongings: openBelongings(env, job.pluginId, tenantId),
    modules: openModules(env, ctx, registry, { snapshot, principal: workPrincipal(identity) }),
    ports: openPorts(env, registry, snapshot, workCaller(env, ctx, registry, tenantId, identity)),
    now: new Date(),
    jobId: job.id,
  }
  return work(context as JobContext<never>, job.payload)
}
