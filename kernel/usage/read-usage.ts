import { sql } from 'drizzle-orm'
import { invitations, memberships, pluginSettings } from '../database/tables.ts'
import { askLevels } from '../gate/ask-gate.ts'
import type { RouteClass } from '../gate/limits.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { liveKeys, planLimits } from './plan-limits.ts'

/** One thing that is counted, with the most that the plan has room for; null where it has room for any number. */
export interface UsageItem {
  readonly id: string
  readonly title: string
  readonly used: number
  readonly limit: number | null
  readonly unit: 'things' | 'bytes'
}

const requestTitles: Readonly<Partial<Record<RouteClass, string>>> = {
  read: 'Your requests that look something up, this minute',
  write: 'Your requests that change something, this minute',
  bulk: 'Your imports, exports and other large requests, this minute',
  sensitive: 'Your requests about people, keys and settings, this minute',
}

/** What the workspace uses of what its plan has room for: the kernel's own counts, the modules', and requests. */
export async function readUsage(c: KernelContext): Promise<UsageItem[]> {
  const { registry, tenantSnapshot } = c.var
  const counting = registry.plugins.filter(
    ({ id, usage }) => usage !== undefined && tenantSnapshot.plugins[id] !== undefined,
  )
  const [own, requests, ...modules] = await Promise.all([
    countOwn(c),
    countRequests(c),
    ...counting.map((plugin) => countPlugin(c, plugin)),
  ])
  return [...own, ...modules.flat(), ...requests]
}

async function countOwn(c: KernelContext): Promise<UsageItem[]> {
  const { db, now, tenant } = c.var
  const moment = now.toISOString()
  const number = (query: ReturnType<typeof sql>) => sql<number>`(${query})`.mapWith(Number)
  const [counted] = await db
    .select({
      people: number(sql`select count(*) from ${memberships}`),
      invitations: number(
        sql`select count(*) from ${invitations} where ${invitations.acceptedAt} is null and ${invitations.expiresAt} > ${moment}`,
      ),
      apiKeys: number(liveKeys(now)),
      modules: number(sql`select count(*) from ${pluginSettings} where ${pluginSettings.enabled}`),
      // Of a long record the seals know the number; what waits for its seal is little.
      records: number(
        sql`select coalesce((select max(seq) from kernel.seals), 0) + (select count(*) from kernel.outbox)`,
      ),
    })
    .from(sql`(values (1)) as one`)
  if (counted === undefined) return []
  const item = (id: keyof typeof counted, title: string, limit: number | null): UsageItem => ({
    id,
    title,
    used: counted[id],
    limit,
    unit: 'things',
  })
  return [
    item('people', 'People', planLimits.people[tenant.plan]),
    item('invitations', 'Invitations that wait for an answer', null),
    item('apiKeys', 'API keys', planLimits.apiKeys[tenant.plan]),
    item('modules', 'Modules and connections turned on', null),
    item('records', 'Entries in the record of what happened', null),
  ]
}

async function countPlugin(c: KernelContext, { id, usage = [] }: Plugin): Promise<UsageItem[]> {
  const { tenant, principal } = c.var
  const { read } = await openDatabase(c, id, tenant.id, principal.actor)
  const counts = await read((db) => usage.map(({ count }) => count(db)))
  return usage.map((counted, place) => ({
    id: `${id}.${counted.id}`,
    title: counted.title,
    used: Number(counts[place]?.[0]?.used ?? 0),
    limit: counted.limits?.[tenant.plan] ?? null,
    unit: counted.unit ?? 'things',
  }))
}

/** As far as the gate knows them; while it is away, there is nothing to say. */
async function countRequests(c: KernelContext): Promise<UsageItem[]> {
  c.var.cost.gateCalls += 1
  const levels = (await askLevels(c.env, c.var.tenant.id, c.var.principal.actor)) ?? []
  return levels.flatMap(({ routeClass, quota, remaining }) => {
    const title = requestTitles[routeClass]
    if (title === undefined) return []
    return [{ id: `requests.${routeClass}`, title, used: quota - remaining, limit: quota, unit: 'things' as const }]
  })
}
