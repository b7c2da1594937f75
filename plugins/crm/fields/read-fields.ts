import { sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { RecordNoun } from '../contract/fields.ts'
import { customFields } from '../tables.ts'

/** The definitions of a kind of record's fields, by which values are read; none at all when they are not needed. */
export function selectFields(db: Pick<Db, 'select'>, record: RecordNoun, isNeeded: boolean) {
  return db
    .select({ key: customFields.key, type: customFields.type, choices: customFields.choices })
    .from(customFields)
    .where(sql`${record} = any(${customFields.records})`)
    .limit(isNeeded ? 1000 : 0)
}
