import type { Belongings } from './belongings.ts'
import type { Database } from './database.ts'
import type { ModulesOf, PortsOf } from './needs.ts'
import type { Tenant } from './request.ts'

/** What work outside of a request has: the same database and ports as the routes, for its tenant. */
interface WorkContext<Settings, Asked> extends Database {
  readonly tenant: Tenant
  readonly settings: Settings
  readonly ports: PortsOf<Asked>
  readonly modules: ModulesOf<Asked>
  readonly belongings: Belongings
  readonly now: Date
}

/** What a job works with; what it changes is done by the one who asked for it. */
export interface JobContext<Settings = unknown, Asked = unknown> extends WorkContext<Settings, Asked> {
  /** UUID; the same in every turn of the job. */
  readonly jobId: string
}

/** What a handler of events works with; what it changes is done by the plugin. */
export interface HeardContext<Settings = unknown, Asked = unknown> extends WorkContext<Settings, Asked> {
  /** 1 for the first call with this record. */
  readonly attempt: number
}

/** A record of the ledger as its hearers get it. */
export interface HeardRecord {
  /** The record's id in the ledger, UUIDv7: the same in every call. */
  readonly id: string
  readonly at: Date
  /** `person:<uuid>`, `key:<uuid>`, `plugin:<id>` or `system`. */
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
  /** What else it concerns, as `<noun>:<id>`. */
  readonly about: readonly string[]
}
