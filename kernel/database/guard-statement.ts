import type { ChangeStatement, Statement } from './capability.ts'
import { splitWith } from './split-with.ts'

/**
 * Follows a statement with `kernel.settle` inside the same SQL statement, where that is needed: it refuses the batch when
 * rows had to be found and none were, and keeps what was returned for a retry with the same Idempotency-Key.
 *
 * The outer join makes PostgreSQL evaluate `settle` even when the statement found nothing.
 */
export function guardStatement(statement: ChangeStatement, place: number, keyed: boolean): Statement {
  const { sql, params, columns, mustFind } = refuseCommand(statement)
  if (columns === 0 || !(mustFind || keyed)) return { sql, params }
  const own = splitWith(sql)
  const names = Array.from({ length: columns }, (_, index) => `"c${index}"`)
  const settle = `kernel.settle(${place}, ${mustFind}, (select count(*) from "w"), ${keyed ? keep(names) : 'null::json'})`
  return {
    sql:
      `with ${own?.isRecursive === true ? 'recursive ' : ''}${own === undefined ? '' : `${own.list}, `}` +
      `"w" (${names.join(', ')}) as (${own?.main ?? sql}), "g" as materialized (select ${settle} as "n") ` +
      'select "w".* from "g" left join "w" on true where "g"."n" > 0',
    params,
  }
}

/** Rows as PostgreSQL writes their values, with the types to read them by: a retry reads exactly what the first try read. */
function keep(names: readonly string[]): string {
  const types = names.map((name) => `pg_typeof(${name})::oid::text`)
  const texts = names.map((name) => `${name}::text`)
  return (
    `(select json_build_object('types', (select array[${types.join(', ')}] from "w" limit 1), ` +
    `'rows', coalesce(json_agg(array[${texts.join(', ')}]), '[]')) from "w")`
  )
}

/**
 * Refuses what is no query: COMMIT would tear a change apart, and LISTEN, DECLARE or ALTER ROLE would leave something
 * behind on a connection that the next tenant's request takes over.
 */
export function refuseCommand<Given extends Statement>(statement: Given): Given {
  if (!/^[\s(]*(select|insert|update|delete|merge|values|with)\b/i.test(statement.sql))
    throw new TypeError('A plugin sends queries: SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH')
  return statement
}
