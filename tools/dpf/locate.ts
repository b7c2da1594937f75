import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { type Fault, placeAt } from './fault.ts'

type Place = Pick<Fault, 'file' | 'line' | 'column'>
type Path = readonly (string | number)[]

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

interface Source {
  /** From the plugin's folder. */
  readonly file: string
  readonly text: string
  readonly body: readonly Node[]
}

interface Found {
  readonly source: Source
  readonly node: Node
  /** The name before it, where it is a member. */
  readonly key?: Node
}

/**
 * Finds where a member of the declaration was written: `['pages', 0, 'blocks', 1, 'from']` from `definePlugin` in
 * `plugin.ts`, through constants and imports of the author's own files. Answers the nearest that it finds.
 */
export function locate(folder: string, path: Path): Place {
  const sources = new Map<string, Source | undefined>()
  const open = (file: string): Source | undefined => {
    if (!sources.has(file)) sources.set(file, readSource(folder, file))
    return sources.get(file)
  }
  const source = open('plugin.ts')
  const start = source === undefined ? undefined : meaningOf(exported(source, 'plugin'), source, open)
  if (start === undefined) return { file: 'plugin.ts' }
  if (path[0] === 'routes' && typeof path[1] === 'string') return routePlace(start, path[1], open) ?? placeOf(start)
  return placeOf(follow(start, path, open))
}

/** A value is where it begins, and an object where its name does. */
function placeOf({ source, node, key }: Found): Place {
  const shown = key !== undefined && /Object|Array|Function/.test(node.type) ? key : node
  return { file: source.file, ...placeAt(source.text, shown.start) }
}

type Open = (file: string) => Source | undefined

function follow(start: Found, path: Path, open: Open): Found {
  let at = start
  for (const step of path) {
    const value = meaningOf(at.node, at.source, open)
    const next = value === undefined ? undefined : member(value.node, step)
    if (value === undefined) return at
    // Where it would have been written: in what a name stands for, else under the name.
    if (next === undefined) return at.node.type === 'Identifier' ? value : at
    at = { source: value.source, ...next }
  }
  return at
}

function member(node: Node, step: string | number): Pick<Found, 'node' | 'key'> | undefined {
  if (node.type === 'ArrayExpression') {
    const element = (node.elements as Node[])[Number(step)]
    return element === undefined || element === null ? undefined : { node: element }
  }
  if (node.type !== 'ObjectExpression') return undefined
  const property = (node.properties as Node[]).find((each) => {
    const key = each.key as (Node & { name?: string; value?: unknown }) | undefined
    return key !== undefined && (key.name ?? key.value) === step
  })
  return property === undefined ? undefined : { node: property.value as Node, key: property.key as Node }
}

const wrappers = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'ParenthesizedExpression', 'TSNonNullExpression'])

/** What an expression stands for: a constant's value, what an import brings, the argument of `defineX(…)`. */
function meaningOf(node: Node | undefined, source: Source, open: Open, depth = 0): Found | undefined {
  if (node === undefined || depth > 20) return undefined
  if (wrappers.has(node.type)) return meaningOf(node.expression as Node, source, open, depth + 1)
  if (node.type === 'CallExpression') {
    const [argument] = (node.arguments as Node[]).filter(({ type }) => /Object|Array|Identifier/.test(type))
    return meaningOf(argument, source, open, depth + 1)
  }
  if (node.type !== 'Identifier') return { source, node }
  const name = String(node.name)
  const own = declared(source, name)
  if (own !== undefined) return meaningOf(own, source, open, depth + 1)
  const imported = importOf(source, name)
  const other = imported === undefined ? undefined : open(imported.file)
  return imported === undefined || other === undefined
    ? { source, node }
    : meaningOf(exported(other, imported.name), other, open, depth + 1)
}

function exported(source: Source, name: string): Node | undefined {
  return declared(source, name)
}

function declared({ body }: Source, name: string): Node | undefined {
  for (const statement of body) {
    const declaration = (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement) as Node | null
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const each of declaration.declarations as Node[])
      if ((each.id as Node).name === name) return (each.init as Node | null) ?? undefined
  }
  return undefined
}

function importOf({ file, body }: Source, name: string): { file: string; name: string } | undefined {
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration') continue
    const specifier = String((statement.source as Node).value)
    if (!specifier.startsWith('.')) continue
    for (const each of statement.specifiers as Node[])
      if ((each.local as Node).name === name)
        return {
          file: join(dirname(file), specifier),
          name: String((each.imported as Node | undefined)?.name ?? name),
        }
  }
  return undefined
}

/** The text of a route, `'/items/:id'`, in the file of the routes or in one that it imports. */
function routePlace(plugin: Found, route: string, open: Open): Place | undefined {
  const [method = '', path = ''] = route.split(' ')
  const queue = ['plugin.ts']
  const seen = new Set(queue)
  for (const file of queue) {
    const source = open(file)
    if (source === undefined) continue
    const offset = routeOffset(source, method.toLowerCase(), path)
    if (offset !== undefined) return { file, ...placeAt(source.text, offset) }
    for (const next of importsOf(source))
      if (!seen.has(next)) {
        seen.add(next)
        queue.push(next)
      }
  }
  return placeOf(follow(plugin, ['routes'], open))
}

function routeOffset({ text, file }: Source, method: string, path: string): number | undefined {
  let offset: number | undefined
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
      if (callee.property.name !== method || first?.type !== 'Literal') return
      if (
        first.value === path ||
        (typeof first.value === 'string' && first.value !== '/' && path.endsWith(first.value))
      )
        offset ??= first.start
    },
  }).visit(parseSync(file, text).program)
  return offset
}

function importsOf({ file, body }: Source): string[] {
  return body
    .filter(({ type }) => type === 'ImportDeclaration')
    .map(({ source }) => String((source as Node).value))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => join(dirname(file), specifier))
}

function readSource(folder: string, file: string): Source | undefined {
  try {
    const path = relative(folder, resolve(folder, file))
    const text = readFileSync(resolve(folder, file), 'utf8')
    return { file: path, text, body: parseSync(path, text).program.body as unknown as Node[] }
  } catch {
    return undefined
  }
}
