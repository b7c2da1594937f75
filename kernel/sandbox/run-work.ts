import type { TenantDatabaseOptions } from '../database/tenant-database.ts'
import { openWorkCapability, type WorkIdentity, workCaller, workPrincipal } from '../delivery/open-work.ts'
import type { Env } from '../env.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { JobOutcome } from '../sdk/define-plugin.ts'
import { callContext } from './call-context.ts'
import { callIsolate, refuseAnswer } from './call-isolate.ts'
import { checkProblem } from './check-problem.ts'
import { findVersion } from './find-version.ts'
import { GivenProblems } from './given-problems.ts'
import { openCapabilities } from './open-capabilities.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { Call, CallContext } from './protocol.ts'
import { requireRunning } from './require-running.ts'
import { rereadInstalled } from './reread-installed.ts'

/** How long PostgreSQL works on one statement while nobody waits for an answer. */
const statementMs = 12_000

/** Work of a published plugin outside of a request. */
export interface Work {
  readonly env: Env
  readonly ctx: ExecutionContext
  readonly registry: Registry
  readonly snapshot: TenantSnapshot
  readonly identity: WorkIdentity
  readonly idempotency?: NonNullable<TenantDatabaseOptions['idempotency']>
}

type WorkCall = Call & { readonly kind: 'hear' | 'job' }

/**
 * Has a published plugin do a piece of work, and answers what it says of it. Undefined when its event was taken up by
 * somebody else meanwhile. What goes wrong is thrown.
 */
export async function runWork(work: Work, callOf: (context: CallContext) => WorkCall): Promise<JobOutcome | undefined> {
  const { env, ctx, registry, snapshot, identity, idempotency } = work
  const installed = requireRunning(snapshot, identity.owner)
  const version = await findVersion(env, identity.owner, installed)
  const access = openAccess(work, version.manifest)
  const database = await openWorkCapability(env, ctx, registry, snapshot.tenant.id, identity, {
    snapshot,
    statementMs,
    ...(idempotency === undefined ? {} : { idempotency }),
  })
  const given = new GivenProblems()
  const call = callOf(callContext(access, Date.now()))
  const result = await callIsolate(access, version, call, openCapabilities(access, database, given), given)
  if (given.leaseLost) return undefined
  if ('done' in result) return result.done
  const problem = 'problem' in result ? checkProblem(access.pluginId, result.problem, given) : undefined
  throw problem ?? refuseAnswer(access, 'It answered what is no outcome of work')
}

function openAccess(
  { env, ctx, registry, snapshot, identity, idempotency }: Work,
  manifest: PluginAccess['manifest'],
): PluginAccess {
  return {
    env,
    ctx: ctx as PluginAccess['ctx'],
    registry,
    snapshot,
    pluginId: identity.owner,
    manifest,
    installed: requireRunning(snapshot, identity.owner),
    epoch: null,
    principal: workPrincipal(identity),
    requestId: identity.requestId,
    caller: workCaller(env, ctx, registry, snapshot.tenant.id, identity, idempotency),
    reread: (epoch) => rereadInstalled(env, snapshot.tenant.id, identity.owner, epoch),
  }
}
