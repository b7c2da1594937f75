/** A statement in two: the list of its WITH clause, without the word, and what follows it. */
export interface SplitStatement {
  readonly list: string
  readonly isRecursive: boolean
  readonly main: string
}

/**
 * Takes the WITH clause off a statement, or answers undefined for one that has none.
 *
 * PostgreSQL lets a WITH that changes data stand at the top of a statement only, so a statement that is wrapped has to
 * give its own away.
 */
export function splitWith(sql: string): SplitStatement | undefined {
  const start = /^\s*with\s+(recursive\s+)?/i.exec(sql)
  if (start === null) return undefined
  const from = start[0].length
  let depth = 0
  for (const token of sql.slice(from).matchAll(tokens)) {
    if (token[0] === '(') depth += 1
    if (token[0] !== ')') continue
    depth -= 1
    const end = from + token.index + 1
    // After a body comes a comma and the next one, or the statement; after a list of columns comes AS.
    if (depth === 0 && !/^\s*(,|as\b)/i.test(sql.slice(end, end + 200)))
      return { list: sql.slice(from, end), isRecursive: start[1] !== undefined, main: sql.slice(end) }
  }
  return undefined
}

/** Parentheses, and whatever may hold some that mean nothing: strings, quoted names, dollar quotes, comments. */
const tokens =
  /[()]|\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\//gi
