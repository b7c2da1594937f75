import type { DueJob } from '../delivery/due-job.ts'
import type { Env } from '../env.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { JobOutcome } from '../sdk/define-plugin.ts'
import { runWork } from './run-work.ts'

/** Runs a turn of a published plugin's job, under the name of who asked for it, or of the version that runs. */
export async function runPublishedJob(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  snapshot: TenantSnapshot,
  job: DueJob,
): Promise<JobOutcome> {
  const installed = snapshot.published[job.pluginId]
  if (installed === undefined || installed.state === 'suspended') return 'done'
  const isOwn = job.actor.split('@')[0] === `plugin:${job.pluginId}`
  const identity = {
    owner: job.pluginId,
    actor: isOwn ? `plugin:${job.pluginId}@${installed.version}` : job.actor,
    requestId: job.requestId,
    address: 'job',
  }
  const outcome = await runWork({ env, ctx, registry, snapshot, identity }, (context) => ({
    kind: 'job',
    name: job.name,
    payload: job.payload,
    jobId: job.id,
    context,
  }))
  return outcome ?? 'done'
}
