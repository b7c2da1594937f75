import { LeaseLost } from '../database/capability.ts'
import { type CommitGroup, createCommitGroup } from '../database/commit-group.ts'
import type { Env } from '../env.ts'
import { openModules } from '../registry/call-module.ts'
import { openBelongings } from '../registry/open-belongings.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { settingsOf } from '../request/open-plugin.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import type { HeardContext } from '../sdk/job.ts'
import type { Carrier, Delivery, Outcome } from './delivery.ts'
import { explainFailure } from './explain-failure.ts'
import { handlerOf } from './hearers.ts'
import { openWorkDatabase, readTenant, workCaller, workPrincipal } from './open-work.ts'

/** Tries with ever longer waits between them, for five hours all in all; as `bury_fatal` counts them. */
export const mostAttempts = 16
const longestWaitSeconds = 3600

/** Brings records to a plugin's handlers. */
export async function hearerCarrier(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  pluginId: string,
): Promise<Carrier> {
  const plugin = registry.plugins.find(({ id }) => id === pluginId)
  const snapshot = await readTenant(env, tenantId)
  let busy = 0
  const group = createCommitGroup(() => busy)
  return {
    atOnce: 60,
    lanes: 20,
    carry: async (delivery) => {
      const { id, lease } = delivery
      const handler = plugin === undefined ? undefined : handlerOf(plugin, delivery.action)
      // A module that was turned off, or a workspace that is gone, hears no more.
      if (plugin === undefined || handler === undefined || snapshot?.plugins[pluginId] === undefined)
        return { id, lease, outcome: 'dropped' }
      busy += 1
      try {
        await handler((await openHeard(env, ctx, registry, plugin, snapshot, group, delivery)) as HeardContext<never>, {
          id: delivery.eventId,
          at: delivery.at,
          actor: delivery.actor,
          action: delivery.action,
          subject: delivery.subject,
          data: delivery.data,
          about: delivery.about,
        })
        return { id, lease, outcome: 'done' }
      } catch (error) {
        return error instanceof LeaseLost ? undefined : afterFailure(plugin, delivery, error)
      } finally {
        busy -= 1
      }
    },
  }
}

async function openHeard(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  plugin: Plugin,
  snapshot: TenantSnapshot,
  group: CommitGroup,
  { eventId, lease, attempt, action, subject }: Delivery,
): Promise<HeardContext> {
  const identity = {
    owner: plugin.id,
    actor: `plugin:${plugin.id}`,
    // The database lets a change through while this is the lease: nobody else is at work on the event.
    requestId: `event:${eventId}:${lease}`,
    address: 'event',
  }
  const keyed = { key: `event:${eventId}`, fingerprint: async () => 'event' }
  const database = await openWorkDatabase(env, ctx, registry, snapshot.tenant.id, identity, {
    // What was changed in an earlier attempt stays done, and its results are there again.
    idempotency: keyed,
    group,
    routeRecord: () => ({ action: `${plugin.id}.event.heard`, subject, data: { action, eventId } }),
  })
  return {
    ...database,
    tenant: snapshot.tenant,
    settings: settingsOf(registry, plugin.id, snapshot),
    belongings: openBelongings(env, plugin.id, snapshot.tenant.id),
    modules: openModules(env, ctx, registry, { snapshot, principal: workPrincipal(identity) }),
    ports: openPorts(env, registry, snapshot, workCaller(env, ctx, registry, snapshot.tenant.id, identity, keyed)),
    now: new Date(),
    attempt,
  }
}

function afterFailure(plugin: Plugin, { id, lease, attempt, action, eventId }: Delivery, error: unknown): Outcome {
  console.error(
    `${plugin.id} failed at ${action} ${eventId}, attempt ${attempt}:`,
    error instanceof Error ? error.message : 'unknown',
  )
  return { id, lease, ...retryAfter(attempt, explainFailure(error)) }
}

/** What comes after a failed attempt: another one, later each time, until it is given up. */
export function retryAfter(attempt: number, error: string): Pick<Outcome, 'outcome' | 'error' | 'wait_ms'> {
  if (attempt >= mostAttempts) return { outcome: 'dead', error }
  const waitSeconds = Math.min(longestWaitSeconds, 2 ** (attempt - 1))
  return { outcome: 'retry', wait_ms: Math.round(waitSeconds * 1000 * (0.8 + 0.4 * Math.random())), error }
}
