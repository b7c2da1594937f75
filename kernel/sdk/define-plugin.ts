import type { Hono } from 'hono'
import type { GenericSchema, InferOutput } from 'valibot'
import type { EventDefinition } from './define-events.ts'
import type { JobContext } from './job.ts'
import type { PortName, Ports } from './ports.ts'
import type { Role } from './request.ts'

// biome-ignore lint/suspicious/noExplicitAny: the registry holds routers of every shape; each keeps its own type where it is defined
export type AnyRouter = Hono<any, any, any>

/** Ends a job's turn: `done`, or due again after so many milliseconds. */
export type JobOutcome = 'done' | { readonly againAfterMs: number }

export interface ConnectorContext<Settings> {
  readonly settings: Settings
  /** Opens one of the connector's secrets. Undefined when it was never stored. */
  readonly secret: (name: string) => Promise<string | undefined>
  readonly tenantId: string
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
  /** Names of what a connector keeps sealed, in plain words. */
  readonly secrets?: Readonly<Record<string, { readonly title: string }>>
  /** Ports that it asks for. */
  readonly needs?: readonly PortName[]
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
