import { and, desc, eq, gte, like, lt, or, type SQL, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import * as v from 'valibot'
import { apiKeys, ledger, users } from '../database/tables.ts'
import { beforeKeys } from '../sdk/after-keys.ts'
import type { Db } from '../sdk/database.ts'
import { Timestamp, Uuid } from '../sdk/schemas.ts'
import { actorName, isActingKey, isActingPerson } from './actor-names.ts'

/** What may be asked of the record. An action that ends in a dot means all that begin with it: `crm.`. */
export const LedgerFilter = {
  action: v.optional(v.pipe(v.string(), v.maxLength(100))),
  actor: v.optional(v.pipe(v.string(), v.maxLength(100))),
  subject: v.optional(v.pipe(v.string(), v.maxLength(300))),
  from: v.optional(Timestamp),
  to: v.optional(Timestamp),
} as const

const Filter = v.object(LedgerFilter)

export const Entry = v.object({
  id: Uuid,
  at: Timestamp,
  actor: v.string(),
  /** Of a person or an API key; null for any other actor. */
  actorName: v.nullable(v.string()),
  action: v.string(),
  subject: v.string(),
  data: v.record(v.string(), v.unknown()),
  requestId: v.string(),
  address: v.string(),
})

const shown = {
  id: ledger.id,
  at: ledger.at,
  actor: ledger.actor,
  actorName,
  action: ledger.action,
  subject: ledger.subject,
  data: ledger.data,
  requestId: ledger.requestId,
  address: ledger.address,
}

/** The newest records first, one more than asked for when there are more. */
export function selectLedger(
  db: Db,
  filter: InferOutput<typeof Filter>,
  limit: number,
  cursor: readonly (string | number)[] | undefined,
) {
  return db
    .select(shown)
    .from(ledger)
    .leftJoin(users, isActingPerson)
    .leftJoin(apiKeys, isActingKey)
    .where(and(matching(filter), beforeKeys([ledger.id], cursor)))
    .orderBy(desc(ledger.id))
    .limit(limit + 1)
}

function matching({ action, actor, subject, from, to }: InferOutput<typeof Filter>): SQL | undefined {
  return and(
    action === undefined
      ? undefined
      : action.endsWith('.')
        ? like(ledger.action, `${action.replaceAll(/[\\%_]/g, '\\$&')}%`)
        : eq(ledger.action, action),
    actor === undefined ? undefined : eq(ledger.actor, actor),
    subject === undefined
      ? undefined
      : or(eq(ledger.subject, subject), sql`${ledger.subject} like '%:' || ${subject.replaceAll(/[\\%_]/g, '\\$&')}`),
    from === undefined ? undefined : gte(ledger.at, new Date(from)),
    to === undefined ? undefined : lt(ledger.at, new Date(to)),
  )
}
