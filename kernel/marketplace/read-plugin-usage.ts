import { eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import type { Grants } from '../sandbox/grants.ts'
import { readSpent } from '../sandbox/spend.ts'
import { findInstallation } from './find-installation.ts'
import { titlesOf } from './read-listings.ts'
import type { Usage } from './schemas.ts'
import { sentencesOf } from './sentences.ts'
import { pluginUsage } from './tables.ts'

const portTexts = { email: 'Emails sent', push: 'Notifications sent', files: 'Uses of your file store' } as const

/** What a plugin used today, by UTC, of what it may use; and what it keeps. */
export async function readPluginUsage(c: KernelContext, id: string): Promise<InferOutput<typeof Usage>> {
  const { row, current } = await findInstallation(c, id)
  c.var.cost.gateCalls += 1
  const [spent, [kept]] = await Promise.all([
    readSpent(c.env, c.var.tenant.id, id),
    c.var.db.select().from(pluginUsage).where(eq(pluginUsage.pluginId, id)),
  ])
  if (spent === undefined) throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  const titles = new Map(
    sentencesOf(current.manifest.needs, false, titlesOf(c))
      .filter(({ kind }) => kind === 'call')
      .map(({ key, text }) => [key, text]),
  )
  const data = capsOf(row.grants, titles).map(({ what, text, cap }) => ({ what, text, used: spent[what] ?? 0, cap }))
  return {
    day: c.var.now.toISOString().slice(0, 10),
    data,
    rows: { used: Number(kept?.rows ?? 0), cap: row.grants.limits.rows },
    bytes: { used: Number(kept?.bytes ?? 0), cap: row.grants.limits.bytes },
  }
}

/** What is counted by the day, under the names that the gate counts by. */
function capsOf({ ports, hosts, calls, limits }: Grants, titles: ReadonlyMap<string, string>) {
  const caps = [
    { what: 'requests', text: 'Requests', cap: limits.requestsPerDay },
    ...Object.entries(ports).map(([port, { perDay }]) => ({
      what: `port:${port}`,
      text: portTexts[port as keyof typeof portTexts] ?? port,
      cap: perDay,
    })),
    ...Object.entries(hosts).map(([host, { perDay }]) => ({
      what: `host:${host}`,
      text: `Requests to ${host}`,
      cap: perDay,
    })),
    ...Object.entries(calls).map(([call, { perDay }]) => ({
      what: `call:${call}`,
      text: titles.get(call) ?? call,
      cap: perDay,
    })),
  ]
  const received = { what: 'egressBytes', text: 'Bytes received from outside', cap: limits.egressBytesPerDay }
  return Object.keys(hosts).length === 0 ? caps : [...caps, received]
}
