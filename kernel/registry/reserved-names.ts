/** Whether a name is a schema or a route of the kernel's own, or of PostgreSQL: no plugin may have it. */
export function isReserved(name: string): boolean {
  return reserved.has(name) || name.startsWith('pg_')
}

const reserved = new Set([
  'kernel',
  'public',
  'auth',
  'me',
  'tenant',
  'tenants',
  'members',
  'invitations',
  'modules',
  'connectors',
  'audit',
  'webhooks',
  'deliveries',
  'usage',
  'marketplace',
  'publisher',
  'plugins',
  'mcp',
  'docs',
  'health',
  'problems',
  'events',
  'live',
  'notifications',
  'logos',
  'timeline',
  'openapi',
  'operator',
  // Pages of the workspace, whose addresses a published plugin's would take.
  'activity',
  'settings',
  'undone',
  'information_schema',
])
