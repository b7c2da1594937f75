import type { Cursor } from './cursor.ts'
import { columnTypes } from './functions.ts'
import { readBracketed, readUntil } from './read-expression.ts'
import { SqlRefusal } from './sql-fault.ts'

export interface ReadColumn {
  readonly name: string
  readonly type: string
  readonly isNotNull: boolean
  readonly hasDefault: boolean
}

const columnWords = [
  'not',
  'null',
  'check',
  'constraint',
  'default',
  'generated',
  'primary',
  'unique',
  'references',
  'collate',
]
const withTenant = 'holds tenant_id, and stands after the columns'

/** `name type` and what is said of the column. */
export function readColumn(cursor: Cursor): ReadColumn {
  const name = cursor.name()
  const type = readType(cursor)
  let [isNotNull, hasDefault] = [false, false]
  while (!cursor.isDone && !cursor.sees(',') && !cursor.sees(')')) {
    if (cursor.takes('constraint')) cursor.name()
    if (cursor.takes('not', 'null')) isNotNull = true
    else if (cursor.takes('default')) {
      readDefault(cursor)
      hasDefault = true
    } else if (cursor.takes('generated', 'always', 'as')) {
      readGenerated(cursor)
      hasDefault = true
    } else readOther(cursor)
  }
  if (name === 'tenant_id' && (hasDefault || type !== 'uuid'))
    cursor.refuse('Write tenant_id uuid not null: the platform fills it in')
  return { name, type, isNotNull, hasDefault }
}

/** The value of a row that names none, up to what else is said of the column. */
export function readDefault(cursor: Cursor): void {
  let isFirst = true
  readUntil(cursor, 'default', '', () => {
    const ends = !isFirst && (cursor.sees(',') || cursor.sees(')') || columnWords.some((word) => cursor.sees(word)))
    isFirst = false
    return ends
  })
}

function readGenerated(cursor: Cursor): void {
  if (cursor.sees('identity')) cursor.refuse('Numbers that count up tell one workspace of the others: use a uuid')
  readBracketed(cursor, 'steady')
  cursor.expect('stored')
}

function readOther(cursor: Cursor): void {
  if (cursor.takes('null')) return
  if (cursor.takes('check')) readBracketed(cursor, 'steady')
  else if (cursor.takes('collate')) readCollation(cursor)
  else refuseOther(cursor)
}

function refuseOther(cursor: Cursor): never {
  if (cursor.sees('primary')) cursor.refuse(`A primary key ${withTenant}: primary key (tenant_id, id)`)
  if (cursor.sees('unique')) cursor.refuse(`A unique key ${withTenant}: unique (tenant_id, …)`)
  if (cursor.sees('references'))
    cursor.refuse(`A foreign key ${withTenant}: foreign key (tenant_id, …) references … (tenant_id, …)`)
  if (cursor.sees('generated')) cursor.refuse('Numbers that count up tell one workspace of the others: use a uuid')
  cursor.refuse(`${cursor.peek()?.text} is not expected here`)
}

export function readCollation(cursor: Cursor): void {
  const { value, offset } = cursor.next()
  if (value !== 'C') throw new SqlRefusal('The collation is "C", or that of the database', offset)
}

function readType(cursor: Cursor): string {
  const token = cursor.next()
  const { kind, value, offset } = token
  if (/^(small|big)?serial\d?$/.test(value))
    throw new SqlRefusal('Numbers that count up tell one workspace of the others: use a uuid', offset)
  if (kind !== 'name' || !columnTypes.has(value))
    throw new SqlRefusal(`${token.text} is none of the types that a published plugin's columns may have`, offset)
  if (value === 'double') cursor.expect('precision')
  if (value === 'character') cursor.takes('varying')
  if (cursor.takes('(')) {
    do readSize(cursor)
    while (cursor.takes(','))
    cursor.expect(')')
  }
  if (cursor.takes('with', 'time', 'zone') || cursor.takes('without', 'time', 'zone')) return value
  while (cursor.takes('[')) cursor.expect(']')
  return value
}

function readSize(cursor: Cursor): void {
  const { kind, text, offset } = cursor.next()
  if (kind !== 'number' || !/^\d{1,8}$/.test(text)) throw new SqlRefusal('A length is a number', offset)
}
