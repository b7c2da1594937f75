import type { Role } from '../sdk/request.ts'
import type { Grants } from './grants.ts'

/** A published plugin in a workspace, as the tenant's snapshot has it: under the gate's epoch, and for a minute at most. */
export interface InstalledPlugin {
  readonly version: string
  /** SHA-256 in hex of what was signed. */
  readonly contentHash: string
  /** `on` runs. The others say why not: by the workspace, by the operator, or since the version was called back. */
  readonly state: 'on' | 'suspended' | 'killed' | 'yanked'
  readonly grants: Grants
  /** SHA-256 in hex of the grants as the database writes them. */
  readonly grantsHash: string
  readonly settings: Readonly<Record<string, unknown>>
  /** The plugin's own permissions and the roles that have them. */
  readonly permissions: Readonly<Record<string, { readonly title: string; readonly roles: readonly Role[] }>>
  /** By action, the permission with which its records are seen in timelines and live. */
  readonly seenWith: Readonly<Record<string, string>>
}

/** A version as it is kept, whole. `kernel.plugin_version(plugin, version)` answers it. */
export interface KeptVersion {
  readonly pluginId: string
  readonly version: string
  readonly manifest: string
  readonly code: string
  readonly migrations: readonly { readonly id: string; readonly sql: string }[]
  readonly contentHash: string
  readonly publisherKeyId: string
  /** Raw Ed25519 public key, base64url; null when the publisher withdrew it. */
  readonly publisherKey: string | null
  /** Base64url. */
  readonly publisherSignature: string
  readonly platformSignature: string
}
