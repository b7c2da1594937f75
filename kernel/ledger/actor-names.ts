import { sql } from 'drizzle-orm'
import { apiKeys, ledger, users } from '../database/tables.ts'

/** Joins of the record with who is behind an actor; the ids are compared as ids, so that their indices are of use. */
export const isActingPerson = sql`${users.id} = case when ${ledger.actor} like 'person:%' then substr(${ledger.actor}, 8)::uuid end`
export const isActingKey = sql`${apiKeys.id} = case when ${ledger.actor} like 'key:%' then substr(${ledger.actor}, 5)::uuid end`

/** The name of the person or the key; null for any other actor. People who have left keep theirs. */
export const actorName = sql<string | null>`coalesce(${users.name}, ${apiKeys.name})`
