import type { Cursor } from './cursor.ts'

/** What follows COMMENT ON. */
export function readComment(cursor: Cursor): void {
  if (cursor.takes('table') || cursor.takes('index')) cursor.table()
  else if (cursor.takes('column')) {
    cursor.table()
    cursor.expect('.')
    cursor.name()
  } else if (cursor.takes('constraint')) {
    cursor.name()
    cursor.expect('on')
    cursor.table()
  } else cursor.refuse('A comment is on a TABLE, a COLUMN, an INDEX or a CONSTRAINT')
  cursor.expect('is')
  if (!cursor.takes('null')) cursor.text()
}
