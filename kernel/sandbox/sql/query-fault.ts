import { readQuery } from './read-query.ts'
import { faultOf, type SqlFault, SqlRefusal } from './sql-fault.ts'
import type { Comment, Token } from './token.ts'
import { tokenize } from './tokenize.ts'

const longestQuery = 256 * 1024
const beginnings: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values', 'with'])

/**
 * What is wrong with a statement of a published plugin; undefined when it may be sent to the database.
 *
 * It is one query of the usual kinds, on the plugin's own tables, that calls functions from a list. So it neither reads
 * nor sets the session, whose signed context says which workspace it is for, nor looks into the catalogue.
 */
export function queryFault(sql: string, pluginId: string): SqlFault | undefined {
  try {
    if (sql.length > longestQuery) throw new SqlRefusal('A statement has 256 KiB at most', 0)
    const { tokens, comments } = tokenize(sql)
    requireBeginning(tokens)
    for (const comment of comments) checkComment(comment, sql)
    readQuery(tokens, pluginId)
    return undefined
  } catch (error) {
    return faultOf(error, sql)
  }
}

function requireBeginning(tokens: readonly Token[]): void {
  const first = tokens.find(({ text }) => text !== '(')
  if (first === undefined || first.kind !== 'name' || !beginnings.has(first.value))
    throw new SqlRefusal(
      'A statement begins with SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH',
      first?.offset ?? 0,
    )
}

/** The kernel puts statements into others of its own: whatever finds their end in a simpler way has to find the same one. */
function checkComment({ text, offset, isNested }: Comment, sql: string): void {
  if (isNested) throw new SqlRefusal('A comment holds no other comment', offset)
  if (text.startsWith('--') && offset + text.length === sql.length)
    throw new SqlRefusal('A statement does not end in a comment', offset)
}
