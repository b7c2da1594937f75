import { type SQL, sql } from 'drizzle-orm'
import type { RecordNoun } from '../contract/fields.ts'

/**
 * The workspace's formulas for a kind of record, as JSON text `[[key, type, formula|null], …]` with its fields of dates;
 * null where there is no formula.
 *
 * As a column of each row it costs no round trip, and PostgreSQL works it out once a query.
 */
export function formulasOf(record: RecordNoun): SQL<string | null> {
  return sql<
    string | null
  >`(select json_agg(json_build_array(f.key, f.type, f.formula) order by f.key)::text from crm.custom_fields f where f.type in ('formula', 'date') and ${record} = any(f.records) having bool_or(f.type = 'formula'))`
}
