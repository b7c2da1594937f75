import type { Cursor } from './cursor.ts'
import { type ReadColumn, readColumn } from './read-column.ts'
import { readConstraint, seesConstraint } from './read-constraint.ts'
import { SqlRefusal } from './sql-fault.ts'

const mostColumns = 200

/** What follows CREATE TABLE. */
export function readCreateTable(cursor: Cursor): void {
  if (cursor.sees('if')) cursor.refuse('A migration runs once: leave IF NOT EXISTS out')
  const offset = cursor.peek()?.offset ?? 0
  const table = cursor.table()
  const columns: ReadColumn[] = []
  cursor.expect('(')
  do {
    if (seesConstraint(cursor)) readConstraint(cursor)
    else columns.push(readColumn(cursor))
  } while (cursor.takes(','))
  cursor.expect(')')
  const tenant = columns.find(({ name }) => name === 'tenant_id')
  if (tenant?.isNotNull !== true)
    throw new SqlRefusal(`${table} has no column tenant_id uuid not null, by which workspaces are kept apart`, offset)
  if (columns.length > mostColumns) throw new SqlRefusal(`A table has ${mostColumns} columns at most`, offset)
}
