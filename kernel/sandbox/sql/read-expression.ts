import { checkCall, checkColumn, checkType } from './check-use.ts'
import type { Cursor } from './cursor.ts'
import { mayCall, momentFunctions, openers, sizedTypes, steadyFunctions } from './functions.ts'
import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

/** Words with which a subquery would begin, or that read what is not the row's. */
const barred: ReadonlySet<string> = new Set(
  'select values with table from current_user session_user current_role user system_user current_catalog current_schema operator collate'.split(
    ' ',
  ),
)
/** In these FROM is a part of the call. */
const argumentFrom: ReadonlySet<string> = new Set(['extract', 'substring', 'trim', 'overlay'])
const currentMoments: ReadonlySet<string> = new Set(
  'current_date current_time current_timestamp localtime localtimestamp'.split(' '),
)

/** What an expression may call: what depends on the row alone, or, for a default, the moment and chance too. */
export type Steadiness = 'steady' | 'default'

/** `( … )`, read as an expression up to the bracket that closes it. */
export function readBracketed(cursor: Cursor, steadiness: Steadiness): void {
  cursor.expect('(')
  readUntil(cursor, steadiness, ')', () => cursor.sees(')'))
  cursor.expect(')')
}

/** Reads an expression until, outside of brackets, it ends; refuses an empty one. */
export function readUntil(cursor: Cursor, steadiness: Steadiness, opener: string, ends: () => boolean): void {
  if (cursor.isDone || ends()) cursor.refuse('An expression is expected here')
  readTokens(cursor, steadiness, opener, ends)
}

function readTokens(cursor: Cursor, steadiness: Steadiness, opener: string, ends: () => boolean): void {
  let before: Token | undefined
  while (!cursor.isDone && !ends()) {
    const token = cursor.next()
    if (token.kind === 'parameter') throw new SqlRefusal('A migration has no parameters', token.offset)
    if (token.text === '(' || token.text === '[') {
      const closer = token.text === '(' ? ')' : ']'
      readTokens(cursor, steadiness, before?.kind === 'name' ? before.value : '', () => cursor.sees(closer))
      cursor.expect(closer)
    } else if (token.text === ')' || token.text === ']' || token.text === '.') {
      throw new SqlRefusal(`${token.text} is not expected here: name columns alone`, token.offset)
    } else readWord(cursor, token, before, steadiness, opener)
    before = token
  }
}

function readWord(
  cursor: Cursor,
  token: Token,
  before: Token | undefined,
  steadiness: Steadiness,
  opener: string,
): void {
  const { kind, value, offset } = token
  if (kind !== 'name' && kind !== 'quotedName') return
  const isWord = kind === 'name'
  const isType = before?.text === '::' || (opener === 'cast' && before?.kind === 'name' && before.value === 'as')
  const isArgument = value === 'from' && (argumentFrom.has(opener) || before?.value === 'distinct')
  if (isWord && barred.has(value) && !isArgument)
    throw new SqlRefusal(`${value} has no place in this expression`, offset)
  if (isWord && currentMoments.has(value) && steadiness === 'steady') throw unsteady(value, offset)
  if (isType) checkType([token], cursor.pluginId)
  else if (cursor.sees('(')) checkSteady(token, steadiness, cursor.pluginId)
  else checkColumn([token], cursor.peek(), cursor.pluginId)
}

function checkSteady(token: Token, steadiness: Steadiness, pluginId: string): void {
  const { kind, value, offset } = token
  const isWord = kind === 'name' && openers.has(value)
  if (isWord || steadyFunctions.has(value) || sizedTypes.has(value)) return
  if (steadiness === 'default' && momentFunctions.has(value)) return
  if (mayCall(value)) throw unsteady(value, offset)
  checkCall([token], pluginId)
}

function unsteady(name: string, offset: number): SqlRefusal {
  return new SqlRefusal(`${name} does not depend on the row alone, so it has no place in this expression`, offset)
}
