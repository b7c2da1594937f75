import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** The condition of the rows after a cursor's keys, in ascending order: `(a, b) > ($1, $2)`. Undefined on the first page. */
export function afterKeys(
  columns: readonly AnyColumn[],
  keys: readonly (string | number)[] | undefined,
): SQL | undefined {
  return keys === undefined ? undefined : sql`(${list(columns)}) > (${list(keys)})`
}

/** The same for a list in descending order: `(a, b) < ($1, $2)`. */
export function beforeKeys(
  columns: readonly AnyColumn[],
  keys: readonly (string | number)[] | undefined,
): SQL | undefined {
  return keys === undefined ? undefined : sql`(${list(columns)}) < (${list(keys)})`
}

function list(items: readonly (AnyColumn | string | number)[]): SQL {
  return sql.join(
    items.map((item) => sql`${item}`),
    sql`, `,
  )
}
