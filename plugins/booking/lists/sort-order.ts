import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { pageFrom, readCursor } from '#sdk'

/** An order in which a list can be paged: the last expression is unique, and none is ever null. */
export interface SortOrder<Row> {
  readonly by: readonly SQLWrapper[]
  readonly isDescending?: boolean
  /** The values of the expressions, as the cursor keeps them. */
  readonly keyOf: (row: Row) => readonly (string | number)[]
}

export function orderBy({ by, isDescending }: SortOrder<never>): SQL[] {
  return by.map((expression) => (isDescending === true ? desc(sql`${expression}`) : asc(sql`${expression}`)))
}

/** The condition of the rows after a cursor; undefined on the first page. */
export function afterCursor({ by, isDescending }: SortOrder<never>, cursor: string | undefined): SQL | undefined {
  const keys = readCursor(cursor, by.length)
  if (keys === undefined) return undefined
  const list = (items: readonly unknown[]) =>
    sql.join(
      items.map((item) => sql`${item}`),
      sql`, `,
    )
  return isDescending === true ? sql`(${list(by)}) < (${list(keys)})` : sql`(${list(by)}) > (${list(keys)})`
}

/** The page of rows that were read in an order, one more than the limit. */
export function pageIn<Row>(order: SortOrder<Row>, rows: readonly Row[], limit: number) {
  return pageFrom(rows, limit, order.keyOf)
}
