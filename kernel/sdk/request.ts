import type { RouteClass } from '../gate/limits.ts'
import type { Belongings } from './belongings.ts'
import type { Database } from './database.ts'
import type { ModulesOf, PortsOf } from './needs.ts'

/** Who makes the request. */
export interface Principal {
  readonly kind: 'person' | 'key' | 'anonymous' | 'system'
  /** `person:<uuid>`, `key:<uuid>`, `anonymous` or `system`, as the ledger names it. */
  readonly actor: string
  /** The person's id, for people. */
  readonly userId?: string
  /** The person's role in the tenant. */
  readonly role?: Role
  readonly can: (permission: string) => boolean
}

export type Role = 'owner' | 'admin' | 'member' | 'viewer'

/** The workspace that the request is in. */
export interface Tenant {
  /** UUID. */
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly plan: 'free' | 'pro' | 'business'
  /** Where its logo is shown to anybody, under this origin; null without one. */
  readonly logoUrl: string | null
  /** `#rrggbb`; null when none was chosen. */
  readonly colour: string | null
  /** An IANA name: the zone in which the workspace counts days. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  /** BCP 47: the language in which it speaks with its customers. */
  readonly language: string
}

/** What a route asks for before its handler runs; the kernel checks it. */
export interface Admission {
  /** Who may call: members and keys of a tenant, anybody signed in, visitors of a tenant's public pages, or anybody. */
  readonly audience: 'tenant' | 'person' | 'public' | 'anyone'
  /** A permission of the plugin, `crm.contacts.write`. Routes for a tenant have one. */
  readonly permission: string | undefined
  readonly routeClass: RouteClass
}

/** `c.var` in every handler of a plugin. */
export interface PluginVariables<Settings = unknown, Asked = unknown> extends Database {
  readonly principal: Principal
  readonly tenant: Tenant
  /** One clock for the whole request. */
  readonly now: Date
  /** The tenant's settings of this plugin, as its schema read them. */
  readonly settings: Settings
  readonly ports: PortsOf<Asked>
  /** Other modules of the workspace, by their routes. */
  readonly modules: ModulesOf<Asked>
  readonly belongings: Belongings
  readonly requestId: string
}

/** What the kernel puts beside: `endpoint` calls it. A handler that reads a raw body says in `sentBody` what it was. */
export interface KernelVariables {
  readonly enter: (admission: Admission) => Promise<void>
  /** The body as it was sent, once it has been read: a part of what an Idempotency-Key stands for. */
  readonly sentBody: { text: string }
}

export interface PluginEnv<Settings = unknown, Asked = unknown> {
  Variables: PluginVariables<Settings, Asked> & KernelVariables
}
