import type { Carrier, Delivery, Outcome } from '../delivery/delivery.ts'
import { explainFailure } from '../delivery/explain-failure.ts'
import { grantedPattern } from '../delivery/hearers.ts'
import { retryAfter } from '../delivery/retry-after.ts'
import type { Env } from '../env.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { HeardRecord } from '../sdk/job.ts'
import { runWork } from './run-work.ts'

/** Brings records to a published plugin: those that the workspace lets it hear, and of them the fields that it may see. */
export function publishedCarrier(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  snapshot: TenantSnapshot | null,
  pluginId: string,
): Carrier {
  return {
    atOnce: 40,
    lanes: 10,
    carry: async (delivery) => {
      const { id, lease, attempt } = delivery
      const installed = snapshot?.published[pluginId]
      const hears = installed?.grants.hears ?? {}
      const pattern = grantedPattern(hears, delivery.action)
      // What is uninstalled or suspended, or may hear this no more, does not hear it later either.
      if (snapshot === null || installed === undefined || installed.state === 'suspended' || pattern === undefined)
        return { id, lease, outcome: 'dropped' }
      try {
        const record = heard(delivery, hears[pattern]?.fields ?? null)
        return await carry({ env, ctx, registry, snapshot, pluginId, version: installed.version }, delivery, record)
      } catch (error) {
        return { id, lease, ...retryAfter(attempt, explainFailure(error)) }
      }
    },
  }
}

interface Place {
  readonly env: Env
  readonly ctx: ExecutionContext
  readonly registry: Registry
  readonly snapshot: TenantSnapshot
  readonly pluginId: string
  readonly version: string
}

async function carry(place: Place, delivery: Delivery, record: HeardRecord): Promise<Outcome | undefined> {
  const { id, lease, attempt, eventId } = delivery
  const { pluginId, version, ...rest } = place
  const identity = {
    owner: pluginId,
    actor: `plugin:${pluginId}`,
    // As of a built-in plugin, and the version: the ledger names it.
    requestId: `event:${eventId}:${lease}:${version}`,
    address: 'event',
  }
  const idempotency = { key: `event:${eventId}`, fingerprint: async () => 'event' }
  const outcome = await runWork({ ...rest, identity, idempotency }, (context) => ({
    kind: 'hear',
    record,
    attempt,
    context,
  }))
  return outcome === undefined ? undefined : { id, lease, outcome: 'done' }
}

function heard(delivery: Delivery, fields: readonly string[] | null): HeardRecord {
  const { eventId, at, actor, action, subject, data, about } = delivery
  const seen =
    fields === null ? data : Object.fromEntries(Object.entries(data).filter(([name]) => fields.includes(name)))
  return { id: eventId, at, actor, action, subject, data: seen, about: fields === null ? about : [] }
}
