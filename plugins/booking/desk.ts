import type { Belongings, Database, Ports, Tenant } from '#sdk'
import type { Settings } from './settings.ts'

/** What the module's work needs of a request, a job or an event: `c.var` is one. */
export interface Desk extends Database {
  readonly now: Date
  readonly tenant: Tenant
  readonly settings: Settings
  readonly ports: Ports
  readonly belongings: Belongings
}
