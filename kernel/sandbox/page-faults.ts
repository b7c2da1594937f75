import type { Block, Page } from '../sdk/pages.ts'
import type { Manifest, ManifestRoute } from './manifest.ts'

/** What is wrong at a place in the manifest's pages. */
export interface PageFault {
  /** From `pages` on: `['pages', 0, 'blocks', 1, 'from']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

type Json = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/**
 * Pages that name routes, fields and pages that are not there: what the workspace could not draw. Of fields only what the
 * schemas say for sure is a fault.
 */
export function pageFaults({ pages, routes }: Pick<Manifest, 'pages' | 'routes'>): PageFault[] {
  const own = new Map(
    routes.filter(({ audience }) => audience === 'tenant').map((route) => [`${route.method} ${route.path}`, route]),
  )
  const paths = new Set(pages.map(({ path }) => path))
  return pages.flatMap((page, at) => [
    ...(pages.findIndex(({ path }) => path === page.path) === at
      ? []
      : [{ path: ['pages', at, 'path'], message: `There is a page at ${page.path} already` }]),
    ...page.blocks.flatMap((block, place) => blockFaults(block, ['pages', at, 'blocks', place], page, own, paths)),
  ])
}

function blockFaults(
  block: Block,
  path: Path,
  page: Page,
  routes: ReadonlyMap<string, ManifestRoute>,
  pages: ReadonlySet<string>,
): PageFault[] {
  return references(block, path)
    .flatMap(({ kind, value, path: place }): PageFault[] => {
      if (kind === 'page') return pages.has(value) ? [] : [{ path: place, message: `There is no page at ${value}` }]
      const route = routes.get(value)
      if (kind === 'route') return route === undefined ? [{ path: place, message: `There is no route ${value}` }] : []
      return fieldFaults(
        kind,
        value,
        place,
        'from' in block || 'send' in block ? routes.get(sourceOf(block, kind)) : undefined,
      )
    })
    .concat(addressFaults(block, path, page))
}

type Kind = 'route' | 'page' | 'item' | 'member' | 'entry'
interface Reference {
  readonly kind: Kind
  readonly value: string
  readonly path: Path
}

/** Everything that a block names: routes, pages, and fields of what its route answers or takes. */
function references(block: Block, path: Path): Reference[] {
  const found: Reference[] = []
  const note = (kind: Kind, value: string | undefined, ...rest: Path) => {
    if (value !== undefined) found.push({ kind, value, path: [...path, ...rest] })
  }
  const fieldKind: Kind = block.block === 'detail' ? 'member' : 'item'
  const visit = (value: unknown, at: Path, name: string | number) => {
    if (Array.isArray(value)) for (const [index, each] of value.entries()) visit(each, [...at, index], name)
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) visit(each, [...at, key], key)
    else if (typeof value === 'string') {
      if (name === 'from' || name === 'send' || name === 'call' || name === 'move') note('route', value, ...at)
      if (name === 'opens' || name === 'next') note('page', value, ...at)
      if (name === 'field' || name === 'by' || (block.block === 'chart' && (name === 'label' || name === 'value')))
        note(fieldKind, value, ...at)
      if (name === 'name' && at[0] === 'entries') note('entry', value, ...at)
    }
  }
  visit(block, [], 'block')
  if (block.block === 'board') note('item', block.card.title, 'card', 'title')
  return found
}

function sourceOf(block: Block, kind: Kind): string {
  if (kind === 'entry') return 'send' in block ? block.send : ''
  return 'from' in block ? (block.from ?? '') : ''
}

function fieldFaults(kind: Kind, field: string, path: Path, route: ManifestRoute | undefined): PageFault[] {
  if (route === undefined) return []
  const name = `${route.method} ${route.path}`
  if (kind === 'entry') return lacks(route.body, [field]) ? [{ path, message: `${name} takes no ${field}` }] : []
  const answer = Object.entries(route.answers).find(([status]) => status.startsWith('2'))?.[1]
  if (typeof answer !== 'object' || answer === null) return [{ path, message: `${name} answers no JSON` }]
  const item = kind === 'item' ? (propertiesOf(answer)?.data as Json | undefined)?.items : answer
  return lacks(item as Json | undefined, field.split('.')) ? [{ path, message: `${name} answers no ${field}` }] : []
}

/** What the route of a detail or a form takes from the page's address must be in it. */
function addressFaults(block: Block, path: Path, page: Page): PageFault[] {
  if (block.block !== 'detail' && block.block !== 'form') return []
  const wanted = [...(block.from ?? '').matchAll(/:(\w+)/g)].map(([, name]) => name)
  const missing = wanted.find((name) => !page.path.split('/').includes(`:${name}`))
  return missing === undefined
    ? []
    : [{ path: [...path, 'from'], message: `The address ${page.path} of the page has no :${missing}` }]
}

/** Whether a schema says for sure that there is no such member. */
function lacks(schema: Json | undefined, [name = '', ...rest]: readonly string[]): boolean {
  if (schema === undefined) return false
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (options !== undefined) {
    const objects = options.filter(({ type }) => type !== 'null')
    return objects.length > 0 && objects.every((option) => lacks(option, [name, ...rest]))
  }
  const properties = propertiesOf(schema)
  if (properties === undefined) return typeof schema.type === 'string' && schema.type !== 'object'
  const member = properties[name]
  if (member === undefined) return schema.additionalProperties === undefined || schema.additionalProperties === false
  return rest.length > 0 && lacks(member as Json, rest)
}

function propertiesOf(schema: Json): Json | undefined {
  return schema.properties as Json | undefined
}
