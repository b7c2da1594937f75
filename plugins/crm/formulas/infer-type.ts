import { formulaFunctions, type ResultType } from './functions.ts'
import type { BinarySign, Formula } from './parse-formula.ts'

const arithmetic: ReadonlySet<BinarySign> = new Set(['+', '-', '*', '/', '%'])

/** What a formula gives, where that is sure before it is worked out; null where it depends. */
export function inferType(formula: Formula, typeOf: (name: string) => ResultType | null): ResultType | null {
  switch (formula.kind) {
    case 'value':
      return typeof formula.value === 'string' ? 'text' : typeof formula.value === 'number' ? 'number' : 'boolean'
    case 'field':
      return typeOf(formula.name)
    case 'negative':
      return 'number'
    case 'not':
      return 'boolean'
    case 'binary':
      return inferBinary(formula.sign, inferType(formula.left, typeOf), inferType(formula.right, typeOf))
    case 'call':
      return inferCall(formula.name, formula.given, typeOf)
  }
}

function inferBinary(sign: BinarySign, left: ResultType | null, right: ResultType | null): ResultType | null {
  if (sign === '&') return 'text'
  if (!arithmetic.has(sign)) return 'boolean'
  if (sign === '*' || sign === '/' || sign === '%') return 'number'
  if (left === 'date') return right === 'date' ? 'number' : right === 'number' ? 'date' : null
  if (right === 'date') return left === 'number' ? 'date' : null
  return left === null || right === null ? null : 'number'
}

function inferCall(
  name: string,
  given: readonly Formula[],
  typeOf: (name: string) => ResultType | null,
): ResultType | null {
  const gives = formulaFunctions.get(name)?.gives
  if (gives !== 'given') return gives ?? null
  const types = new Set((name === 'if' ? given.slice(1) : given).map((one) => inferType(one, typeOf)))
  const [only] = types
  return types.size === 1 && only !== undefined ? only : null
}
