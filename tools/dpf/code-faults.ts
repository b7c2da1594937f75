import { SourceMap } from 'node:module'
import { parseSync, Visitor } from 'oxc-parser'
import type { BuiltCode } from './build-code.ts'
import { type Fault, placeAt } from './fault.ts'

const evaluation = 'An isolate runs no code that is made at run time'

/** What the code would do that an isolate does not let it: seen in what is left after bundling, told where it was written. */
export function codeFaults(code: BuiltCode): Fault[] {
  // Most have none of these words, and reading a large module takes its time.
  if (!/\b(?:eval|Function|import)\s*\(/.test(code.text)) return []
  const found: { offset: number; message: string }[] = []
  const note = (offset: number, message: string) => found.push({ offset, message })
  const { program } = parseSync('plugin.js', code.text)
  new Visitor({
    CallExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'eval') note(start, `${evaluation}: eval`)
      if (callee.type === 'Identifier' && callee.name === 'Function') note(start, `${evaluation}: Function`)
    },
    NewExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Function') note(start, `${evaluation}: new Function`)
    },
    ImportExpression: ({ start }) =>
      note(start, 'A published plugin is one module: import by a name that is written out, so that it is bundled'),
  }).visit(program)
  return found.map(({ offset, message }) => {
    const { line, column } = placeAt(code.text, offset)
    return { ...originOf(code, line, column), message }
  })
}

/** Where a place in the built code was written; lines and columns from 1 on. */
export function originOf({ map }: BuiltCode, line: number, column: number): Pick<Fault, 'file' | 'line' | 'column'> {
  const entry = new SourceMap(JSON.parse(map)).findEntry(line - 1, column - 1)
  if (!('originalSource' in entry)) return { file: 'plugin.ts' }
  return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}
