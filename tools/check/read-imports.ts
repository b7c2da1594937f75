import { parseSync } from 'oxc-parser'

/** One import of a module, as it is written: static, re-exported, dynamic, or of a type in passing. */
export interface Import {
  readonly specifier: string
  readonly line: number
  /** Nothing of it is left at run time. */
  readonly isType: boolean
}

/** What a module imports, and which of its statements do something when it is imported. */
export interface ModuleReading {
  readonly imports: readonly Import[]
  readonly effects: readonly { readonly line: number; readonly what: string }[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** Reads a module with a real parser, types and all. */
export function readModule(file: string, source: string): ModuleReading {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`)
  const lineOf = createLineCounter(source)
  const imports: Import[] = []
  visit(program as unknown as Node, (node) => {
    const found = importOf(node)
    if (found !== undefined) imports.push({ ...found, line: lineOf(node.start) })
    return true
  })
  const effects = (program.body as unknown as Node[]).flatMap((statement) => {
    const what = effectOf(statement)
    return what === undefined ? [] : [{ line: lineOf(statement.start), what }]
  })
  return { imports, effects }
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  const { source } = node
  if (!isNode(source) || typeof source.value !== 'string') return undefined
  const specifier = source.value
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier, isType: node.importKind === 'type' || areAllTypes(node.specifiers, 'importKind') }
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { specifier, isType: node.exportKind === 'type' || areAllTypes(node.specifiers, 'exportKind') }
    case 'ImportExpression':
      return { specifier, isType: false }
    case 'TSImportType':
      return { specifier, isType: true }
    default:
      return undefined
  }
}

/** `import { type A }` too leaves its module out; `import 'x'` and `import {} from 'x'` do not. */
function areAllTypes(specifiers: unknown, kind: string): boolean {
  return Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every((each) => each[kind] === 'type')
}

const declarations = new Set([
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'TSDeclareFunction',
  'TSModuleDeclaration',
  'ExportAllDeclaration',
])

/** Why a statement at the top of a module is more than a declaration; undefined when it is not. */
function effectOf(statement: Node): string | undefined {
  if (declarations.has(statement.type)) return undefined
  if (statement.type === 'ImportDeclaration') {
    const isBare = Array.isArray(statement.specifiers) && statement.specifiers.length === 0
    return isBare && statement.importKind !== 'type' ? 'imports a module for its effect' : undefined
  }
  if (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration')
    return isNode(statement.declaration) ? effectOf(statement.declaration) : undefined
  if (statement.type === 'VariableDeclaration') {
    if (statement.kind !== 'const') return 'keeps a variable that every tenant would share'
    return awaits(statement) ? 'awaits' : undefined
  }
  return 'runs code'
}

function awaits(statement: Node): boolean {
  let found = false
  visit(statement, (node) => {
    if (node.type === 'AwaitExpression') found = true
    return !/Function/.test(node.type)
  })
  return found
}

/** Walks the tree; `enter` answers false to leave out what is below. */
function visit(node: Node, enter: (node: Node) => boolean): void {
  if (!enter(node)) return
  for (const value of Object.values(node)) {
    if (isNode(value)) visit(value, enter)
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) visit(each, enter)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function createLineCounter(source: string): (offset: number) => number {
  return (offset) => source.slice(0, offset).split('\n').length
}
