import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'
import { tokenize } from './tokenize.ts'

const breakpoint = '--> statement-breakpoint'

export interface MigrationStatement {
  readonly text: string
  readonly tokens: readonly Token[]
}

/**
 * The statements of a migration, each fit to be sent on its own: they end in a semicolon or at a breakpoint's comment.
 *
 * Inside of a text a breakpoint is refused: whoever looks for its letters alone would tear the text apart.
 */
export function splitStatements(sql: string): MigrationStatement[] {
  const { tokens, comments } = tokenize(sql)
  const breaks = comments.filter(({ text }) => text.startsWith(breakpoint)).map(({ offset }) => offset)
  for (let at = sql.indexOf(breakpoint); at >= 0; at = sql.indexOf(breakpoint, at + 1))
    if (!breaks.includes(at)) throw new SqlRefusal('A statement-breakpoint stands on a line of its own', at)
  const statements: Token[][] = [[]]
  let next = 0
  for (const token of tokens) {
    while ((breaks[next] ?? Number.POSITIVE_INFINITY) < token.offset) {
      statements.push([])
      next += 1
    }
    if (token.text === ';') statements.push([])
    else statements.at(-1)?.push(token)
  }
  return statements.filter((own) => own.length > 0).map((own) => ({ text: textOf(sql, own), tokens: own }))
}

function textOf(sql: string, tokens: readonly Token[]): string {
  return sql.slice(tokens[0]?.offset, tokens.at(-1)?.end)
}
