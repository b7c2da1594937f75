import { checkName, checkQuoting } from './check-names.ts'
import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

const madeName = /^[a-z][a-z0-9_]{0,62}$/

/** Reads the tokens of one statement from left to right. What it answers has been looked at: no hidden quotes, no barred names. */
export class Cursor {
  readonly pluginId: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[], pluginId: string) {
    this.#tokens = tokens
    this.pluginId = pluginId
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length
  }

  peek(by = 0): Token | undefined {
    return this.#tokens[this.#at + by]
  }

  refuse(message: string): never {
    throw new SqlRefusal(message, this.peek()?.offset ?? this.#tokens.at(-1)?.end ?? 0)
  }

  /** Whether these unquoted words, or marks, come next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, by) => {
      const token = this.peek(by)
      return token !== undefined && token.kind !== 'quotedName' && token.value === word
    })
  }

  takes(...words: readonly string[]): boolean {
    const seen = this.sees(...words)
    if (seen) this.#at += words.length
    return seen
  }

  expect(...words: readonly string[]): void {
    if (!this.takes(...words)) this.refuse(`${words.join(' ').toUpperCase()} is expected here`)
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) return this.refuse('The statement ends too early')
    checkQuoting(token)
    checkName(token)
    this.#at += 1
    return token
  }

  /** A name that exists, or is made: small letters, digits and underscores, so that it needs no quotes. */
  name(): string {
    const token = this.next()
    if ((token.kind !== 'name' && token.kind !== 'quotedName') || !madeName.test(token.value))
      throw new SqlRefusal('A name has small letters, digits and underscores', token.offset)
    return token.value
  }

  /** A table, with the plugin's schema before it. */
  table(): string {
    const offset = this.peek()?.offset ?? 0
    const schema = this.name()
    if (!this.takes('.')) throw new SqlRefusal(`Name the schema of a table too: ${this.pluginId}.${schema}`, offset)
    if (schema !== this.pluginId)
      throw new SqlRefusal(`${schema} is not this plugin's schema, which is ${this.pluginId}`, offset)
    return this.name()
  }

  /** `(a, b)`. */
  names(): string[] {
    this.expect('(')
    const names = [this.name()]
    while (this.takes(',')) names.push(this.name())
    this.expect(')')
    return names
  }

  text(): void {
    const token = this.next()
    if (token.kind !== 'string' && token.kind !== 'escapeString')
      throw new SqlRefusal('A text in quotes is expected here', token.offset)
  }
}
