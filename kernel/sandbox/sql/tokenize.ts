import { SqlRefusal } from './sql-fault.ts'
import type { Comment, Token, TokenKind } from './token.ts'

const blank = /[ \t\n\r\f]+/y
const lineComment = /--[^\n\r]*/y
const numeral =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?)/y
const name = /[A-Za-z_\u0080-\uffff][A-Za-z_0-9$\u0080-\uffff]*/y
const operator = /[~!@#^&|`?+\-*/%<>=]+/y
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z_0-9\u0080-\uffff]*)?\$/y
const beginsName = /[A-Za-z_0-9\u0080-\uffff]/
/** Between two pieces of one string: white space and line comments, with a new line among them. */
const continuation = /(?:[ \t\f]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f]|--[^\n\r]*[\n\r])*'/y
const bodies = {
  string: /'(?:[^']|'')*'/y,
  escapeString: /'(?:[^'\\]|''|\\[\s\S])*'/y,
  bitString: /'[^']*'/y,
  quotedName: /"(?:[^"]|"")*"/y,
} as const

/**
 * Reads SQL as PostgreSQL's scanner does (its manual, 4.1; `src/backend/parser/scan.l`), with `standard_conforming_strings`
 * on. Text that it would not read is refused, and so is what its versions read differently.
 */
export function tokenize(sql: string): { readonly tokens: Token[]; readonly comments: Comment[] } {
  const scanner = new Scanner(sql)
  while (!scanner.isDone) scanner.step()
  return scanner
}

class Scanner {
  readonly tokens: Token[] = []
  readonly comments: Comment[] = []
  readonly #sql: string
  #at = 0

  constructor(sql: string) {
    this.#sql = sql
  }

  get isDone(): boolean {
    return this.#at >= this.#sql.length
  }

  step(): void {
    if (this.#skip() || this.#string() || this.#dollar() || this.#number()) return
    const word = this.#match(name)
    const run = this.#match(operator)
    if (word !== undefined) this.#add('name', word, fold(word))
    else if (run !== undefined) this.#add('operator', cutOperator(run))
    else this.#mark()
  }

  #mark(): void {
    const [char = ''] = this.#sql.slice(this.#at, this.#at + 2).match(/^(::|[()[\],;.:])/) ?? []
    if (char === '') throw new SqlRefusal('This character means nothing here', this.#at)
    this.#add('mark', char)
  }

  /** White space and comments. */
  #skip(): boolean {
    const space = this.#match(blank)
    if (space !== undefined) {
      this.#at += space.length
      return true
    }
    const line = this.#match(lineComment)
    if (line === undefined) return this.#blockComment()
    this.comments.push({ text: line, offset: this.#at, isNested: false })
    this.#at += line.length
    return true
  }

  #blockComment(): boolean {
    if (!this.#sql.startsWith('/*', this.#at)) return false
    const start = this.#at
    let depth = 0
    let isNested = false
    do {
      const open = this.#sql.startsWith('/*', this.#at)
      const close = this.#sql.startsWith('*/', this.#at)
      depth += open ? 1 : close ? -1 : 0
      isNested ||= depth > 1
      this.#at += open || close ? 2 : 1
      if (depth > 0 && this.isDone) throw new SqlRefusal('This comment has no end', start)
    } while (depth > 0)
    this.comments.push({ text: this.#sql.slice(start, this.#at), offset: start, isNested })
    return true
  }

  #string(): boolean {
    const [prefix = ''] = /^(?:[uU]&(?=['"])|[eEbBxXnN](?='))/.exec(this.#sql.slice(this.#at, this.#at + 3)) ?? []
    const quote = this.#sql[this.#at + prefix.length]
    if (quote !== "'" && quote !== '"') return false
    const mode = modeOf(prefix, quote)
    const kind = prefix.length === 2 ? 'unicode' : mode
    this.#body(mode, kind, prefix.length)
    // All pieces are read in the way of the first.
    while (quote === "'") {
      const between = this.#match(continuation)
      if (between === undefined) break
      this.#at += between.length - 1
      this.#body(mode, kind, 0, true)
    }
    return true
  }

  #body(mode: keyof typeof bodies, kind: TokenKind, prefix: number, continues?: true): void {
    const pattern = bodies[mode]
    pattern.lastIndex = this.#at + prefix
    const body = pattern.exec(this.#sql)?.[0]
    if (body === undefined) throw new SqlRefusal('This quote has no end', this.#at)
    const text = this.#sql.slice(this.#at, this.#at + prefix + body.length)
    this.#add(kind, text, kind === 'quotedName' ? text.slice(1, -1).replaceAll('""', '"') : text, continues)
  }

  #dollar(): boolean {
    if (this.#sql[this.#at] !== '$') return false
    const parameter = /^\$\d+/.exec(this.#sql.slice(this.#at, this.#at + 12))?.[0]
    const quote = this.#match(dollarQuote)
    if (parameter !== undefined) this.#add('parameter', parameter)
    else if (quote === undefined)
      throw new SqlRefusal('A dollar sign stands before the number of a parameter', this.#at)
    else this.#dollarString(quote)
    if (parameter !== undefined) this.#refuseJunk()
    return true
  }

  #dollarString(quote: string): void {
    const close = this.#sql.indexOf(quote, this.#at + quote.length)
    if (close < 0) throw new SqlRefusal('This quote has no end', this.#at)
    this.#add('dollarString', this.#sql.slice(this.#at, close + quote.length))
  }

  #number(): boolean {
    const text = this.#match(numeral)
    if (text === undefined) return false
    this.#add('number', text)
    this.#refuseJunk()
    return true
  }

  /** `1a` and `1..2` were read in one way by some versions of PostgreSQL and in another by others. */
  #refuseJunk(): void {
    const [next = '', last = ''] = [this.#sql[this.#at], this.#sql[this.#at - 1]]
    if (beginsName.test(next) || next === '$' || (last === '.' && next === '.'))
      throw new SqlRefusal('Leave a space after a number', this.#at)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#sql)?.[0]
  }

  #add(kind: TokenKind, text: string, value = text, continues?: true): void {
    const offset = this.#at
    this.#at += text.length
    this.tokens.push({ kind, text, value, offset, end: this.#at, ...(continues === undefined ? {} : { continues }) })
  }
}

function modeOf(prefix: string, quote: string): keyof typeof bodies {
  if (quote === '"') return 'quotedName'
  if (/^e$/i.test(prefix)) return 'escapeString'
  return /^[bx]$/i.test(prefix) ? 'bitString' : 'string'
}

/** As PostgreSQL folds names in UTF-8: ASCII letters alone. */
function fold(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** An operator ends where a comment begins, and ends in `+` or `-` only with one of the rarer characters in it. */
function cutOperator(run: string): string {
  const comment = run.slice(1).search(/--|\/\*/)
  let cut = comment < 0 ? run : run.slice(0, comment + 1)
  if (!/[~!@#^&|`?%]/.test(cut)) while (cut.length > 1 && /[+-]$/.test(cut)) cut = cut.slice(0, -1)
  return cut
}
