export type TokenKind =
  /** Unquoted: a keyword or a name. */
  | 'name'
  | 'quotedName'
  /** `'…'`, and `N'…'`. */
  | 'string'
  /** `E'…'`, with backslashes. */
  | 'escapeString'
  /** `B'…'` and `X'…'`. */
  | 'bitString'
  | 'dollarString'
  /** `U&'…'` and `U&"…"`, which mean what their escapes say. */
  | 'unicode'
  | 'number'
  | 'parameter'
  | 'operator'
  /** One of `( ) [ ] , ; . :`, or `::`. */
  | 'mark'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** What PostgreSQL goes by: a name in small letters, a quoted one without its quotes; else the text. */
  readonly value: string
  readonly offset: number
  readonly end: number
  /** The string goes on from the one before, on another line: to PostgreSQL both are one. */
  readonly continues?: true
}

export interface Comment {
  readonly text: string
  readonly offset: number
  readonly isNested: boolean
}
