import type { ChangeStatement, Statement } from './capability.ts'

/**
 * Follows a statement with `kernel.settle` inside the same SQL statement, where that is needed: it refuses the batch when
 * rows had to be found and none were, and keeps what was returned for a retry with the same Idempotency-Key.
 *
 * The outer join makes PostgreSQL evaluate `settle` even when the statement found nothing.
 */
export function guardStatement(statement: ChangeStatement, place: number, keyed: boolean): Statement {
  const { sql, params, returns, mustFind } = statement
  if (!returns || !(mustFind || keyed)) return { sql, params }
  const kept = keyed ? '(select json_agg("w") from "w")' : 'null::json'
  return {
    sql:
      `with "w" as (${sql}), "g" as materialized (select kernel.settle(${place}, ${mustFind}, (select count(*) from "w"), ${kept}) as "n") ` +
      'select "w".* from "g" left join "w" on true where "g"."n" > 0',
    params,
  }
}
