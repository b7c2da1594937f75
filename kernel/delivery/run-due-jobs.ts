import { connect } from '../database/connect.ts'
import { type KernelDatabase, kernelDatabase } from '../database/kernel-database.ts'
import { roleOf } from '../database/migration.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase } from '../database/tenant-database.ts'
import type { Env } from '../env.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { settingsOf } from '../request/open-plugin.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import { createDatabase } from '../sdk/database.ts'
import type { JobContext } from '../sdk/job.ts'

interface DueJob {
  readonly id: string
  readonly pluginId: string
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly actor: string
  readonly requestId: string
  readonly attempts: number
}

/** A job whose Worker died is taken up again after this long. */
const lease = '2 minutes'
const mostTurns = 500

/** Works off what is due for a tenant, one job after the other, each under the name of who asked for it. */
export async function runDueJobs(env: Env, ctx: ExecutionContext, registry: Registry, tenantId: string): Promise<void> {
  const database = kernelDatabase(env, tenantId)
  for (let turn = 0; turn < mostTurns; turn++) {
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
      error instanceof Error ? error.name : 'failure',
    ])
  }
}

async function run(env: Env, ctx: ExecutionContext, registry: Registry, tenantId: string, job: DueJob) {
  const work = registry.plugins.find(({ id }) => id === job.pluginId)?.jobs?.[job.name]
  const rows = await kernelDatabase(env, tenantId).call('select kernel.tenant_snapshot($1)', [tenantId])
  const snapshot = rows[0]?.[0] as TenantSnapshot | null
  // A module that was turned off, or a workspace that is gone, has nothing left to do.
  if (work === undefined || snapshot === null || snapshot.plugins[job.pluginId] === undefined) return 'done' as const
  const role = roleOf(job.pluginId)
  const capability = createTenantDatabase({
    connection: await connect(env, role),
    pluginId: job.pluginId,
    context: () => signedContext(env, { tenantId, role, actor: job.actor, requestId: job.requestId }),
    address: 'job',
    countTrip: () => undefined,
    jobsAsked: () => ctx.waitUntil(env.WORK.send({ tenantId }).catch(() => undefined)),
  })
  const context: JobContext = {
    ...createDatabase(capability, () => ({
      action: `${job.pluginId}.job.ran`,
      subject: `job:${job.id}`,
      data: { name: job.name },
    })),
    tenant: snapshot.tenant,
    settings: settingsOf(registry, job.pluginId, snapshot),
    ports: openPorts(env, registry, snapshot),
    now: new Date(),
    jobId: job.id,
  }
  return work(context as JobContext<never>, job.payload)
}
