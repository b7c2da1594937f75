import type { Cursor } from './cursor.ts'
import { readColumn, readDefault } from './read-column.ts'
import { readConstraint, seesConstraint } from './read-constraint.ts'
import { SqlRefusal } from './sql-fault.ts'

/** What follows ALTER TABLE: actions with commas between them. */
export function readAlterTable(cursor: Cursor): void {
  if (cursor.sees('if') || cursor.sees('only')) cursor.refuse('Name the table right after ALTER TABLE')
  cursor.table()
  do {
    if (cursor.takes('add')) readAdd(cursor)
    else if (cursor.takes('alter')) readAlter(cursor)
    else
      cursor.refuse(
        'A migration only adds: ADD COLUMN, ADD CONSTRAINT, ALTER COLUMN … DROP NOT NULL or ALTER COLUMN … SET DEFAULT',
      )
  } while (cursor.takes(','))
}

function readAdd(cursor: Cursor): void {
  if (seesConstraint(cursor)) readConstraint(cursor)
  else readAddedColumn(cursor)
}

function readAddedColumn(cursor: Cursor): void {
  cursor.takes('column')
  if (cursor.sees('if')) cursor.refuse('A migration runs once: leave IF NOT EXISTS out')
  const offset = cursor.peek()?.offset ?? 0
  const { name, isNotNull, hasDefault } = readColumn(cursor)
  if (isNotNull && !hasDefault)
    throw new SqlRefusal(
      `Give ${name} a default, or let it be null: the version before goes on writing rows without it`,
      offset,
    )
}

function readAlter(cursor: Cursor): void {
  cursor.takes('column')
  if (cursor.name() === 'tenant_id') cursor.refuse('tenant_id always stays as it is')
  if (cursor.takes('drop', 'not', 'null')) return
  if (!cursor.takes('set', 'default'))
    cursor.refuse('Of a column that is there, a migration may DROP NOT NULL or SET DEFAULT')
  readDefault(cursor)
}
