import { LeaseLost } from '../database/capability.ts'
import { type CommitGroup, createCommitGroup } from '../database/commit-group.ts'
import type { Env } from '../env.ts'
import { openModules } from '../registry/call-module.ts'
import { openBelongings } from '../registry/open-belongings.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { settingsOf } from '../request/open-plugin.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import { publishedCarrier } from '../sandbox/published-carrier.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import type { HeardContext } from '../sdk/job.ts'
import type { Carrier, Delivery, Outcome } from './delivery.ts'
import { explainFailure } from './explain-failure.ts'
import { handlerOf } from './hearers.ts'
import { openWorkDatabase, readTenant, workCaller, workPrincipal } from './open-work.ts'
import { retryAfter } from './retry-after.ts'

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
  if (plugin === undefined) return publishedCarrier(env, ctx, registry, snapshot, pluginId)
  let busy = 0
  const group = createCommitGroup(() => busy)
  return {
    atOnce: 60,
    lanes: 20,
    carry: async (delivery) => {
      const { id, lease } = delivery
      const handler = handlerOf(plugin, delivery.action)
      // A module that was turned off, or a workspace that is gone, hears no more.
      if (handler === undefined || snapshot?.plugins[pluginId] === undefined) return { id, lease, outcome: 'dropped' }
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
    snapshot,
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
