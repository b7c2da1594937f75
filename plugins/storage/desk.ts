import type { Belongings, ConnectorContext, Database, Tenant } from '#sdk'
import type { Settings } from './settings.ts'

/** What all work with files needs, whoever asks for it: a route, a job, or another plugin by the port. */
export interface Desk extends Database {
  readonly belongings: Belongings
  readonly settings: Settings
  readonly tenant: Tenant
  readonly actor: string
  readonly now: Date
}

/** What `c.var` and a job's context have in common. */
interface Workplace extends Database {
  readonly belongings: Belongings
  readonly settings: Settings
  readonly tenant: Tenant
  readonly now: Date
}

export function deskOf(place: Workplace, actor: string): Desk {
  const { db, read, change, belongings, settings, tenant, now } = place
  return { db, read, change, belongings, settings, tenant, actor, now }
}

export async function deskOfPort(context: ConnectorContext<Settings>): Promise<Desk> {
  const { settings, tenant, actor, database } = context
  return { ...(await database()), belongings: context, settings, tenant, actor, now: new Date() }
}
