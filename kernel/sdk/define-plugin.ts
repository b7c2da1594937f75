import type { Hono } from 'hono'
import type { GenericSchema, InferOutput } from 'valibot'
import type { Belongings } from './belongings.ts'
import type { Database, Db, Query } from './database.ts'
import type { EventDefinition } from './define-events.ts'
import type { HeardContext, HeardRecord, JobContext } from './job.ts'
import type { Needs } from './needs.ts'
import type { NotificationKind } from './notifications.ts'
import type { PageDefinition } from './pages.ts'
import type { PortName, Ports } from './ports.ts'
import type { Role, Tenant } from './request.ts'
import type { ToolDefinition } from './tools.ts'

// biome-ignore lint/suspicious/noExplicitAny: the registry holds routers of every shape; each keeps its own type where it is defined
export type AnyRouter = Hono<any, any, any>

/** Ends a job's turn: `done`, or due again after so many milliseconds. */
export type JobOutcome = 'done' | { readonly againAfterMs: number }

export interface ConnectorContext<Settings> extends Belongings {
  readonly settings: Settings
  readonly tenantId: string
  readonly tenant: Tenant
  /** Who asks, as the ledger names them. */
  readonly actor: string
  /** The connector's own tables in this tenant, whoever calls it. */
  readonly database: () => Promise<Database>
}

/** One number about what a workspace has of a plugin's things. */
export interface UsageCount {
  /** Its name within the plugin: `contacts`. */
  readonly id: string
  /** In plain words: `Contacts`. */
  readonly title: string
  /** `things` when absent. */
  readonly unit?: 'things' | 'bytes'
  /** The most that each plan has room for, where the plugin holds to it. */
  readonly limits?: Readonly<Record<Tenant['plan'], number | null>>
  /** A query for one row with the number; the tenant is none of its business. */
  readonly count: (db: Db) => Query<readonly { readonly used: number }[]>
}

/** A plugin: what it is, may do, needs and offers. Data only; importing it has no effect. */
export interface Plugin<SettingsSchema extends GenericSchema = GenericSchema> {
  /** Folder, URL segment, schema, permission prefix and error scope: `[a-z][a-z_]*`. */
  readonly id: string
  readonly kind: 'module' | 'connector'
  readonly title: string
  /** One plain sentence for the person who decides whether to turn it on. */
  readonly description: string
  /** A Lucide icon's name. */
  readonly icon: string
  readonly version: string
  /** Every permission, `<id>.<noun>.<verb>`, in plain words, with the roles that have it by default. */
  readonly permissions: Readonly<Record<string, { readonly title: string; readonly roles: readonly Role[] }>>
  /** Its default value must be valid: a plugin is turned on with `{}`. */
  readonly settings: SettingsSchema
  /** Names of what a connector keeps sealed, in plain words. What the platform can `make`, it makes when it is turned on, and asks nobody for. */
  readonly secrets?: Readonly<Record<string, { readonly title: string; readonly make?: () => Promise<string> }>>
  /** What it asks for beyond its own tables and routes. */
  readonly needs?: Needs
  /** The port that a connector serves. */
  readonly provides?: {
    readonly [Name in PortName]?: (context: ConnectorContext<InferOutput<SettingsSchema>>) => Ports[Name]
  }
  /** Says in a plain sentence what is wrong with the connection; undefined when it works. */
  readonly test?: (context: ConnectorContext<InferOutput<SettingsSchema>>) => Promise<string | undefined>
  readonly routes: AnyRouter
  /** For anonymous visitors of a tenant's pages, under `/api/public/<tenant>/<id>`. */
  readonly publicRoutes?: AnyRouter
  /** What it announces, by action. */
  readonly events: Readonly<Record<string, EventDefinition>>
  /**
   * What it wants to hear of, by action, `<beginning>.*` or `*`; the first that fits takes the record.
   *
   * Records of one subject come one after the other, the oldest first. A handler that throws is called again later, up
   * to sixteen times; the changes that it made before are not made again, whatever happened in between. It has two
   * minutes: longer work is a job. What its own handlers did, a plugin does not hear.
   */
  readonly hears?: Readonly<
    Record<string, (context: HeardContext<InferOutput<SettingsSchema>>, record: HeardRecord) => Promise<void>>
  >
  /** What it tells people of: each kind by its name within the plugin, `task_assigned`. */
  readonly notifies?: Readonly<Record<string, NotificationKind<InferOutput<SettingsSchema>>>>
  /** What an assistant may do with it, each by its name within the plugin, `find_slot`. */
  readonly tools?: Readonly<Record<string, ToolDefinition>>
  /** Pages that the workspace draws with its own kit, for plugins that are published. */
  readonly pages?: readonly PageDefinition[]
  /** What it counts for the page of the plan: contacts, bookings, bytes. */
  readonly usage?: readonly UsageCount[]
  /** Work that it asks for in `change`, by name. Each is safe to run again from where its last change left off. */
  readonly jobs?: Readonly<
    Record<
      string,
      (
        context: JobContext<InferOutput<SettingsSchema>>,
        payload: Readonly<Record<string, unknown>>,
      ) => Promise<JobOutcome>
    >
  >
}

/** Declares a plugin. It changes nothing; it checks the types, and then forgets the settings' own for the registry. */
export function definePlugin<const SettingsSchema extends GenericSchema>(plugin: Plugin<SettingsSchema>): Plugin {
  return plugin as unknown as Plugin
}
