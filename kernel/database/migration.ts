/** One numbered step of a schema: SQL statements separated by `--> statement-breakpoint` lines. */
export interface Migration {
  /** `kernel` or a plugin id; also the name of the schema. */
  readonly owner: string
  /** The file's name without its ending, such as `0001-tenant-context`; steps run in this order. */
  readonly id: string
  readonly sql: string
}

/** The database role that requests of `kernel` or of a plugin run as. */
export function roleOf(owner: string): string {
  return owner === 'kernel' ? 'dpf_kernel' : `plugin_${owner}`
}

/** The statements of a migration, each fit to be sent on its own. */
export function statementsOf(migration: Migration): string[] {
  return migration.sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** SHA-256 of the migration's text in hex: an applied migration never changes again. */
export async function checksumOf(migration: Migration): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(migration.sql))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
