import type { Database } from './database.ts'
import type { Ports } from './ports.ts'
import type { Tenant } from './request.ts'

/** What a job works with: the same database and ports as the routes, for the tenant and the actor that asked for it. */
export interface JobContext<Settings = unknown> extends Database {
  readonly tenant: Tenant
  readonly settings: Settings
  readonly ports: Ports
  readonly now: Date
  /** UUID; the same in every turn of the job. */
  readonly jobId: string
}
