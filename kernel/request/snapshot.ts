import type { InstalledPlugin } from '../sandbox/installed-plugin.ts'
import type { Role, Tenant } from '../sdk/request.ts'

/** What the kernel knows of a tenant: itself, the settings of every plugin that is on, and what strangers published. */
export interface TenantSnapshot {
  readonly tenant: Tenant & { readonly version: number }
  readonly plugins: Readonly<Record<string, unknown>>
  /** Every installed one, on or not. */
  readonly published: Readonly<Record<string, InstalledPlugin>>
}

/** A person in a tenant. */
export interface MemberSnapshot extends TenantSnapshot {
  readonly userId: string
  readonly role: Role
  /** The workspace asks everybody for two-step sign-in, and this person has none. */
  readonly lacksTwoSteps: boolean
}

/** An API key in its tenant. */
export interface KeySnapshot extends TenantSnapshot {
  readonly secretHash: string
  readonly permissions: readonly string[]
  /** RFC 3339; null for a key that does not expire. */
  readonly expiresAt: string | null
}

/** A person who is signed in, outside of any tenant. */
export interface SessionSnapshot {
  readonly sessionId: string
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly emailVerified: boolean
}

/** One of a person's workspaces, and what they are in it. */
export interface Membership {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly colour: string | null
  readonly logoUrl: string | null
  readonly role: Role
}
