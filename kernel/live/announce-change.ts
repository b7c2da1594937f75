import type { Env } from '../env.ts'
import { gateOf } from '../gate/ask-gate.ts'
import { BoundedMap } from '../request/bounded-map.ts'

const soonMs = 25
const announced = new BoundedMap<number>(5000)

/**
 * Tells the tenant's gate, after a commit, that its record has grown, so that live streams show it.
 *
 * Changes within a few milliseconds are told together. One that is never told is found when the gate seals the record.
 */
export async function announceChange(env: Env, tenantId: string): Promise<void> {
  const nowMs = Date.now()
  const beforeMs = announced.get(tenantId)
  if (beforeMs !== undefined && nowMs - beforeMs < soonMs) return
  announced.set(tenantId, nowMs)
  await new Promise((resolve) => setTimeout(resolve, soonMs))
  await gateOf(env, 'tenant', tenantId)
    .recordGrew(tenantId)
    .catch(() => undefined)
}

/** Tells the tenant's gate that these people have something new behind the bell, or have read it elsewhere. */
export async function announceNotifications(env: Env, tenantId: string, people: readonly string[]): Promise<void> {
  await gateOf(env, 'tenant', tenantId)
    .ring(people.map((id) => `person:${id}`))
    .catch(() => undefined)
}
