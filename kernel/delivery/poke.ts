import type { DueWork } from '../database/tenant-database.ts'
import type { Env, WorkMessage } from '../env.ts'
import { BoundedMap } from '../request/bounded-map.ts'

/** What is due later than this, the sweep finds in time: it looks this far ahead, and some more. */
export const pokeWithinMs = 75_000
const betweenMs = 50
const mostInBatch = 100

/** When work was last announced by this isolate, or is about to be; by tenant and subscriber. */
const announcedMs = new BoundedMap<number>(20_000)

/**
 * Tells the queue that there is work: at once, or so that it comes when the work is due.
 *
 * Much work at once is announced twenty times a second. A message that is lost, or refused by a full queue, delays the
 * work until the sweep.
 */
export async function poke(env: Env, tenantId: string, due: DueWork): Promise<void> {
  await Promise.all(
    Object.entries(due).map(([who, waitMs]) => {
      if (waitMs === null || waitMs > pokeWithinMs) return undefined
      return waitMs === 0 ? pokeNow(env, tenantId, who) : send(env, tenantId, who, Math.ceil(waitMs / 1000))
    }),
  )
}

/** Tells the queue of much work at once, a hundred messages in one call: the most that it takes. */
export async function pokeMany(env: Env, due: readonly (WorkMessage & { readonly waitMs: number })[]): Promise<void> {
  for (let start = 0; start < due.length; start += mostInBatch) {
    const batch = due.slice(start, start + mostInBatch).map(({ tenantId, who, waitMs }) => ({
      body: { tenantId, who },
      delaySeconds: Math.ceil(waitMs / 1000),
    }))
    await env.WORK.sendBatch(batch).catch(() => undefined)
  }
}

async function pokeNow(env: Env, tenantId: string, who: string): Promise<void> {
  const key = `${tenantId} ${who}`
  const nowMs = Date.now()
  const lastMs = announcedMs.get(key) ?? 0
  // Somebody is waiting to announce it, and this with it.
  if (lastMs > nowMs) return
  const waitMs = Math.max(0, lastMs + betweenMs - nowMs)
  announcedMs.set(key, nowMs + waitMs)
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  await send(env, tenantId, who, 0)
}

async function send(env: Env, tenantId: string, who: string, delaySeconds: number): Promise<void> {
  await env.WORK.send({ tenantId, who }, { delaySeconds }).catch(() => undefined)
}
