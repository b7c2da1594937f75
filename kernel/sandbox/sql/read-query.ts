import { checkMember, checkName, checkQuoting } from './check-names.ts'
import { type Chain, checkCall, checkColumn, checkTable, checkType } from './check-use.ts'
import { barredWords } from './functions.ts'
import { argumentFrom, closers, type Frame, newFrame, notClause, verbs } from './query-frame.ts'
import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

/**
 * Reads a query from left to right, and refuses the first thing that a published plugin may not say.
 *
 * It follows the grammar as far as it must to know what a name stands for: a table, a type, a function, or a column.
 */
export function readQuery(tokens: readonly Token[], pluginId: string): void {
  const reader = new QueryReader(tokens, pluginId)
  reader.read()
}

class QueryReader {
  readonly #tokens: readonly Token[]
  readonly #pluginId: string
  readonly #frames: Frame[] = [newFrame('', false)]
  /** Names that WITH has given. */
  readonly #given = new Set<string>()
  #at = 0

  constructor(tokens: readonly Token[], pluginId: string) {
    this.#tokens = tokens
    this.#pluginId = pluginId
  }

  read(): void {
    while (this.#at < this.#tokens.length) {
      const token = this.#tokens[this.#at] as Token
      checkQuoting(token)
      if (token.kind === 'name' || token.kind === 'quotedName') this.#chain()
      else this.#mark(token)
    }
    if (this.#frames.length > 1) throw new SqlRefusal('A bracket has no end', this.#frame.offset)
  }

  get #frame(): Frame {
    return this.#frames.at(-1) as Frame
  }

  #mark(token: Token): void {
    const { text, offset } = token
    if (text === ';') throw new SqlRefusal('Send one statement at a time, without a semicolon', offset)
    if (text === '(' || text === '[') this.#open(token)
    else if (text === ')' || text === ']') this.#close(token)
    else if (text === '::') this.#frame.wants = 'type'
    else if (text === ',') this.#frame.wants = this.#frame.listsTables ? 'table' : undefined
    this.#frame.isFresh &&= text === '(' || text === ')'
    this.#at += 1
  }

  #open({ text, offset }: Token): void {
    const outer = this.#frame
    const before = this.#word(-1)
    // A parenthesis after the bodies of WITH holds the statement itself.
    if (outer.isWith && this.#text(-1) === ')') outer.isWith = false
    const joins = text === '(' && outer.wants === 'table' && !(before === 'using' && this.#isNameList())
    outer.wants = undefined
    this.#frames.push({ ...newFrame(text === '(' ? before : '', joins), offset, closer: text === '(' ? ')' : ']' })
  }

  #close({ text, offset }: Token): void {
    const closed = this.#frames.length > 1 ? this.#frames.pop() : undefined
    if (closed?.closer !== text) throw new SqlRefusal('This bracket closes none', offset)
    this.#frame.isFresh = false
  }

  /** The columns of JOIN … USING. */
  #isNameList(): boolean {
    for (let at = this.#at + 1; ; at += 1) {
      const token = this.#tokens[at]
      if (token === undefined || token.text === ')') return true
      if (token.kind !== 'name' && token.kind !== 'quotedName' && token.text !== ',') return false
    }
  }

  /** A name with what is joined to it by dots: `contacts`, `crm.contacts`, `c.*`. */
  #chain(): void {
    const start = this.#at
    const chain: [Token, ...Token[]] = [this.#tokens[start] as Token]
    while (this.#tokens[start + chain.length * 2 - 1]?.text === '.') {
      const next = this.#tokens[start + chain.length * 2]
      if (next === undefined) throw new SqlRefusal('A name ends in a dot', (chain.at(-1) as Token).end)
      chain.push(next)
    }
    for (const token of chain) {
      checkQuoting(token)
      checkName(token)
    }
    const afterDot = this.#text(-1) === '.'
    const [first, ...members] = chain
    for (const token of afterDot ? chain : members) checkMember(token)
    if (chain.length > 1 || afterDot || first.kind !== 'name' || !this.#keyword(first))
      this.#name(chain, this.#tokens[start + chain.length * 2 - 1])
    this.#frame.isFresh = false
    this.#at = start + chain.length * 2 - 1
  }

  /** Takes a word of the language for what it does here; false for what is a name all the same. */
  #keyword({ value: word, offset }: Token): boolean {
    const frame = this.#frame
    const before = this.#word(-1)
    const barred = barredWords.get(word)
    if (barred !== undefined) throw new SqlRefusal(barred, offset)
    if (word === 'as') return this.#as()
    // Behind AS any word is a name.
    if (before === 'as') return false
    if (word === 'with' && this.#isWithClause()) {
      frame.isWith = true
      return true
    }
    // The other verbs may be names where no statement begins.
    if (word === 'select' || (verbs.has(word) && (frame.isFresh || frame.isWith))) return this.#verb(word)
    if (frame.isWith) return word === 'recursive'
    return this.#clause(word, before, offset)
  }

  #as(): true {
    this.#frame.wants = this.#frame.opener === 'cast' ? 'type' : undefined
    return true
  }

  #verb(word: string): true {
    const frame = this.#frame
    Object.assign(frame, { isWith: false, isFresh: false, listsTables: false })
    frame.verb = word
    frame.wants = word === 'update' ? 'table' : undefined
    return true
  }

  #clause(word: string, before: string, offset: number): boolean {
    const frame = this.#frame
    if (word === 'into' && before !== 'insert' && before !== 'merge')
      throw new SqlRefusal('SELECT INTO makes a table: a query makes none', offset)
    if (word === 'from' && this.#isTableFrom(before)) Object.assign(frame, { listsTables: true, wants: 'table' })
    else if (word === 'using' && (frame.verb === 'delete' || frame.verb === 'merge'))
      Object.assign(frame, { listsTables: frame.verb === 'delete', wants: 'table' })
    else if (word === 'join' || word === 'into') frame.wants = 'table'
    else if (closers.has(word)) Object.assign(frame, { listsTables: false, wants: undefined })
    else if (word === 'on') frame.wants = undefined
    else if (frame.wants === 'table') return word === 'only' || word === 'lateral'
    else return false
    return true
  }

  #isTableFrom(before: string): boolean {
    const frame = this.#frame
    if (argumentFrom.has(frame.opener) && frame.verb === undefined) return false
    return !(before === 'distinct' && (this.#word(-2) === 'is' || this.#word(-2) === 'not'))
  }

  /** WITH, where it gives names to queries: `with [recursive] name as (` or `with name (columns) as (`. */
  #isWithClause(): boolean {
    const next = this.#word(1)
    if (notClause.has(next)) return false
    const after = this.#text(next === 'recursive' ? 3 : 2)
    return after === '(' || after.toLowerCase() === 'as'
  }

  #name(chain: Chain, next: Token | undefined): void {
    const frame = this.#frame
    const wants = frame.wants
    frame.wants = undefined
    const isCalled = next?.text === '('
    if (wants === 'type') checkType(chain, this.#pluginId)
    else if (isCalled && this.#givesName(chain)) return
    else if (wants === 'table' && (!isCalled || this.#word(-1) === 'into'))
      checkTable(chain, this.#pluginId, this.#given)
    else if (isCalled) checkCall(chain, this.#pluginId)
    else this.#column(chain, next)
  }

  #column(chain: Chain, next: Token | undefined): void {
    if (this.#frame.isWith && next?.value === 'as') this.#given.add(chain[0].value)
    checkColumn(chain, next, this.#pluginId)
  }

  /** `with name (…)` and `as name (…)` name columns; nothing is called. */
  #givesName(chain: Chain): boolean {
    if (chain.length > 1) return false
    const before = this.#text(-1).toLowerCase()
    if (this.#frame.isWith && (before === 'with' || before === 'recursive' || before === ',')) {
      this.#given.add(chain[0].value)
      return true
    }
    return this.#word(-1) === 'as'
  }

  #text(by: number): string {
    return this.#tokens[this.#at + by]?.text ?? ''
  }

  /** The unquoted word at a distance from here, in small letters; empty where there is none. */
  #word(by: number): string {
    const token = this.#tokens[this.#at + by]
    return token?.kind === 'name' ? token.value : ''
  }
}
