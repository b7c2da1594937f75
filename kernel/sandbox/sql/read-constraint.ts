import type { Cursor } from './cursor.ts'
import { readBracketed } from './read-expression.ts'

const constraintWords = ['constraint', 'primary', 'unique', 'check', 'foreign', 'exclude']

export function seesConstraint(cursor: Cursor): boolean {
  return constraintWords.some((word) => cursor.sees(word))
}

/** A constraint of a table: every key holds tenant_id, since keys look past the policies that part workspaces. */
export function readConstraint(cursor: Cursor): void {
  if (cursor.takes('constraint')) cursor.name()
  if (cursor.takes('check')) {
    readBracketed(cursor, 'steady')
  } else if (cursor.takes('primary', 'key')) {
    requireTenant(cursor, cursor.names())
  } else if (cursor.takes('unique')) {
    if (cursor.takes('nulls')) {
      cursor.takes('not')
      cursor.expect('distinct')
    }
    requireTenant(cursor, cursor.names())
  } else if (cursor.takes('foreign', 'key')) readForeignKey(cursor)
  else cursor.refuse('A constraint is a CHECK, a PRIMARY KEY, a UNIQUE or a FOREIGN KEY')
  readDeferral(cursor)
}

/** Refuses, with the place of what comes next, a key without tenant_id. */
export function requireTenant(cursor: Cursor, columns: readonly string[]): void {
  if (!columns.includes('tenant_id')) cursor.refuse('A key holds tenant_id: it would else be one of all workspaces')
}

function readForeignKey(cursor: Cursor): void {
  const here = cursor.names()
  cursor.expect('references')
  cursor.table()
  const there = cursor.names()
  requireTenant(cursor, here)
  if (there[here.indexOf('tenant_id')] !== 'tenant_id') cursor.refuse('A foreign key pairs tenant_id with tenant_id')
  if (cursor.takes('match') && !cursor.takes('simple') && !cursor.takes('full')) cursor.expect('simple')
  while (cursor.takes('on')) {
    if (!cursor.takes('delete')) cursor.expect('update')
    readAction(cursor)
  }
}

function readAction(cursor: Cursor): void {
  if (cursor.takes('cascade') || cursor.takes('restrict') || cursor.takes('no', 'action')) return
  cursor.expect('set')
  if (!cursor.takes('null')) cursor.expect('default')
  if (!cursor.sees('(')) cursor.refuse('Name the columns that are set, so that tenant_id is not: set null (column)')
  if (cursor.names().includes('tenant_id')) cursor.refuse('tenant_id always stays as it is')
}

function readDeferral(cursor: Cursor): void {
  cursor.takes('not')
  if (cursor.takes('deferrable') && cursor.takes('initially') && !cursor.takes('deferred')) cursor.expect('immediate')
}
