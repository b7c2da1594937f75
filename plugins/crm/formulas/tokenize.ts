import { FormulaFault } from './formula-fault.ts'

export interface Token {
  readonly kind: 'number' | 'text' | 'field' | 'word' | 'sign' | 'end'
  /** The text without quotes, the name without braces, the word in lower case. */
  readonly value: string
  readonly position: number
  readonly length: number
}

export const longestFormula = 2000

/** What people paste instead of the signs that the language knows. */
const equivalents: Readonly<Record<string, string>> = {
  '<>': '!=',
  '≠': '!=',
  '≤': '<=',
  '≥': '>=',
  '×': '*',
  '÷': '/',
  '−': '-',
  ';': ',',
}

const pattern =
  /\s+|(?<number>(?:\d+(?:\.\d+)?|\.\d+))|["“”](?<text>(?:[^"“”]|"")*)["“”]|\{(?<field>[^{}]*)\}|(?<word>\p{L}[\p{L}\p{N}_]*)|(?<sign>!=|<>|<=|>=|[-+*/%&=<>(),;≠≤≥×÷−])/uy

/** Cuts a formula into its parts; a part that means nothing is named with its place. */
export function tokenize(formula: string): Token[] {
  if (formula.length > longestFormula)
    throw new FormulaFault(`A formula has at most ${longestFormula} characters`, longestFormula)
  const tokens: Token[] = []
  let position = 0
  while (position < formula.length) {
    pattern.lastIndex = position
    const found = pattern.exec(formula)
    if (found === null) throw strange(formula, position)
    const token = toToken(found, position)
    if (token !== undefined) tokens.push(token)
    position += found[0].length
  }
  tokens.push({ kind: 'end', value: '', position: formula.length, length: 0 })
  return tokens
}

function toToken({ 0: { length }, groups = {} }: RegExpExecArray, position: number): Token | undefined {
  const { number, text, field, word, sign } = groups
  if (number !== undefined) return { kind: 'number', value: number, position, length }
  if (text !== undefined) return { kind: 'text', value: text.replaceAll('""', '"'), position, length }
  if (field !== undefined) return { kind: 'field', value: field.trim(), position, length }
  if (word !== undefined) return { kind: 'word', value: word.toLowerCase(), position, length }
  return sign === undefined ? undefined : { kind: 'sign', value: equivalents[sign] ?? sign, position, length }
}

function strange(formula: string, position: number): FormulaFault {
  const character = String.fromCodePoint(formula.codePointAt(position) ?? 0)
  if (/["“”]/.test(character))
    return new FormulaFault('This text has no end; close it with "', position, formula.length - position)
  if (character === '{')
    return new FormulaFault('This field name has no end; close it with }', position, formula.length - position)
  return new FormulaFault(`“${character}” means nothing here`, position, character.length)
}
