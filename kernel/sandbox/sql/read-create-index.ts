import type { Cursor } from './cursor.ts'
import { steadyFunctions } from './functions.ts'
import { readCollation } from './read-column.ts'
import { requireTenant } from './read-constraint.ts'
import { readBracketed, readUntil } from './read-expression.ts'

const operatorClasses = [
  'text_pattern_ops',
  'varchar_pattern_ops',
  'jsonb_path_ops',
  'jsonb_ops',
  'array_ops',
  'tsvector_ops',
]

/** What follows CREATE INDEX. */
export function readCreateIndex(cursor: Cursor, isUnique: boolean): void {
  if (cursor.sees('concurrently')) cursor.refuse('Migrations run in a transaction: leave CONCURRENTLY out')
  if (cursor.sees('if')) cursor.refuse('A migration runs once: leave IF NOT EXISTS out')
  cursor.name()
  cursor.expect('on')
  cursor.table()
  if (cursor.takes('using') && !cursor.takes('btree') && !cursor.takes('gin'))
    cursor.refuse('An index is a btree, or a gin')
  const columns = readElements(cursor)
  if (isUnique) requireTenant(cursor, columns)
  if (cursor.takes('include')) cursor.names()
  if (cursor.takes('nulls')) {
    cursor.takes('not')
    cursor.expect('distinct')
  }
  if (cursor.takes('where')) readUntil(cursor, 'steady', '', () => false)
}

/** The columns among what an index holds; expressions are none. */
function readElements(cursor: Cursor): string[] {
  const columns: string[] = []
  cursor.expect('(')
  do {
    if (cursor.sees('(')) readBracketed(cursor, 'steady')
    else if (cursor.peek(1)?.text === '(') readCall(cursor)
    else columns.push(cursor.name())
    readOrder(cursor)
  } while (cursor.takes(','))
  cursor.expect(')')
  return columns
}

function readCall(cursor: Cursor): void {
  const name = cursor.peek()?.value ?? ''
  if (!steadyFunctions.has(name)) cursor.refuse(`${name} is none of the functions that an index may call`)
  cursor.next()
  readBracketed(cursor, 'steady')
}

function readOrder(cursor: Cursor): void {
  if (cursor.takes('collate')) readCollation(cursor)
  operatorClasses.some((name) => cursor.takes(name))
  if (!cursor.takes('asc')) cursor.takes('desc')
  if (cursor.takes('nulls') && !cursor.takes('first')) cursor.expect('last')
}
