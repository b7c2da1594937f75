import type { tenants } from '../database/tables.ts'
import type { Tenant } from '../sdk/request.ts'

/** A row as the workspace is shown to its members. */
export function presentTenant(row: typeof tenants.$inferSelect, logoUrl: string | null): Tenant {
  const { id, slug, name, plan, colour, timeZone, currency, language } = row
  return { id, slug, name, plan, logoUrl, colour, timeZone, currency, language }
}
