import { FormulaFault } from './formula-fault.ts'
import { formulaFunctions } from './functions.ts'
import { type Token, tokenize } from './tokenize.ts'

export type BinarySign = '+' | '-' | '*' | '/' | '%' | '&' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

interface Placed {
  readonly position: number
  readonly length: number
}

export type Formula =
  | (Placed & { readonly kind: 'value'; readonly value: number | string | boolean })
  | (Placed & { readonly kind: 'field'; readonly name: string })
  | (Placed & { readonly kind: 'negative' | 'not'; readonly of: Formula })
  | (Placed & {
      readonly kind: 'binary'
      readonly sign: BinarySign
      readonly left: Formula
      readonly right: Formula
    })
  | (Placed & { readonly kind: 'call'; readonly name: string; readonly given: readonly Formula[] })

const deepest = 50
const mostParts = 500

/** How strongly a sign binds what stands beside it; a comparison takes no further one. */
const strength: Readonly<Record<BinarySign, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '&': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
}
const comparing = 4
const ofNot = 4
const ofMinus = 8

/**
 * Reads a formula, or throws a FormulaFault that says what is wrong and where.
 *
 * Bounded in length, depth and parts, so that whatever is sent, reading it and working it out takes a moment only.
 */
export function parseFormula(text: string): Formula {
  const reader = new Reader(tokenize(text))
  const formula = reader.readFrom(0)
  reader.expectEnd()
  return formula
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0
  #parts = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** What stands here and all that binds to it at least so strongly. */
  readFrom(least: number): Formula {
    this.#depth += 1
    if (this.#depth > deepest) throw fault(this.#next, 'There are too many brackets inside each other')
    let left = this.#readPart()
    for (let most = Number.POSITIVE_INFINITY; ; ) {
      const sign = this.#seekSign()
      if (sign === undefined || strength[sign] < least) break
      if (strength[sign] > most || (strength[sign] === comparing && most === comparing))
        throw fault(this.#next, 'Compare two things at a time; join comparisons with and, or')
      const token = this.#take()
      const right = this.readFrom(strength[sign] + 1)
      left = this.#count({ kind: 'binary', sign, left, right, position: token.position, length: token.length })
      most = strength[sign] === comparing ? comparing : Number.POSITIVE_INFINITY
    }
    this.#depth -= 1
    return left
  }

  expectEnd(): void {
    const token = this.#next
    if (token.kind === 'end') return
    if (token.value === ')') throw fault(token, 'This bracket closes nothing')
    throw fault(token, 'A sign such as + or & is missing before this')
  }

  #readPart(): Formula {
    const token = this.#take()
    const { position, length, value } = token
    switch (token.kind) {
      case 'number':
        return this.#count({ kind: 'value', value: Number(value), position, length })
      case 'text':
        return this.#count({ kind: 'value', value, position, length })
      case 'field':
        if (value === '') throw fault(token, 'Write the name of a field between { and }')
        return this.#count({ kind: 'field', name: value, position, length })
      case 'word':
        return this.#readWord(token)
      case 'sign':
        return this.#readSign(token)
      case 'end':
        throw fault(token, 'Something is missing at the end')
    }
  }

  #readSign(token: Token): Formula {
    const { position, length } = token
    if (token.value === '-') return this.#count({ kind: 'negative', of: this.readFrom(ofMinus), position, length })
    if (token.value === '+') return this.readFrom(ofMinus)
    if (token.value !== '(') throw fault(token, `Something is missing before “${token.value}”`)
    const inside = this.readFrom(0)
    this.#expectClosing(token)
    return inside
  }

  #readWord(token: Token): Formula {
    const { value: name, position, length } = token
    if (name === 'true' || name === 'false')
      return this.#count({ kind: 'value', value: name === 'true', position, length })
    const isCall = this.#next.value === '(' && this.#next.kind === 'sign'
    if (name === 'not') return this.#count({ kind: 'not', of: this.readFrom(ofNot), position, length })
    const known = formulaFunctions.get(name)
    if (known === undefined && isCall) throw fault(token, `There is no function “${name}”`)
    // The braces may be left out around a name of one word.
    if (known === undefined) return this.#count({ kind: 'field', name, position, length })
    const given = isCall ? this.#readGiven() : []
    if (!isCall && known.least > 0) throw fault(token, `Write ${name}(…) with what it is to work on`)
    if (given.length < known.least || given.length > known.most)
      throw fault(token, `Write it like this: ${known.example}`)
    return this.#count({ kind: 'call', name, given, position, length })
  }

  #readGiven(): Formula[] {
    const opening = this.#take()
    const given: Formula[] = []
    if (this.#next.value === ')' && this.#next.kind === 'sign') {
      this.#take()
      return given
    }
    for (;;) {
      given.push(this.readFrom(0))
      if (this.#next.kind !== 'sign' || this.#next.value !== ',') break
      this.#take()
    }
    this.#expectClosing(opening)
    return given
  }

  #expectClosing(opening: Token): void {
    const token = this.#take()
    if (token.kind === 'sign' && token.value === ')') return
    if (token.kind === 'end') throw fault(opening, 'This bracket is never closed; add )')
    throw fault(token, 'A sign, a comma or a closing bracket is missing before this')
  }

  #seekSign(): BinarySign | undefined {
    const { kind, value } = this.#next
    const isSign = (kind === 'sign' || kind === 'word') && Object.hasOwn(strength, value)
    return isSign ? (value as BinarySign) : undefined
  }

  get #next(): Token {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new FormulaFault('Something is missing at the end', 0)
    return token
  }

  #take(): Token {
    const token = this.#next
    if (token.kind !== 'end') this.#at += 1
    return token
  }

  #count(part: Formula): Formula {
    this.#parts += 1
    if (this.#parts > mostParts) throw new FormulaFault('This formula has too many parts', part.position, part.length)
    return part
  }
}

function fault({ position, length }: Token, message: string): FormulaFault {
  return new FormulaFault(message, position, Math.max(length, 1))
}

/** The fields that a formula names, each once for each time. */
export function fieldsIn(formula: Formula): (Placed & { readonly name: string })[] {
  switch (formula.kind) {
    case 'value':
      return []
    case 'field':
      return [formula]
    case 'negative':
    case 'not':
      return fieldsIn(formula.of)
    case 'binary':
      return [...fieldsIn(formula.left), ...fieldsIn(formula.right)]
    case 'call':
      return formula.given.flatMap(fieldsIn)
  }
}
