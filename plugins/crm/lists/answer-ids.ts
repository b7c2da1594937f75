import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#sdk'

/** A statement of one's own, ending in `returning id`, as a query that answers these ids. */
export function answerIds(tx: Tx, statement: SQL) {
  const changed = tx.$with('changed', { id: sql<string>`id`.as('id') }).as(statement)
  return tx.with(changed).select({ id: changed.id }).from(changed)
}
