import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Page, type PageDefinition } from '../sdk/pages.ts'
import type { ManifestRoute } from './manifest.ts'
import { pageFaults } from './page-faults.ts'

type Json = Record<string, unknown>

const text = { type: 'string' }
const item: Json = {
  type: 'object',
  properties: {
    id: text,
    stage: text,
    customer: { anyOf: [{ type: 'object', properties: { name: text } }, { type: 'null' }] },
    extra: { type: 'object', additionalProperties: text },
  },
}
const list: Json = { type: 'object', properties: { data: { type: 'array', items: item }, nextCursor: text } }

function route(method: ManifestRoute['method'], path: string, rest: Partial<ManifestRoute> = {}): ManifestRoute {
  return {
    method,
    path,
    audience: 'tenant',
    permission: 'shoes.items.read',
    routeClass: 'read',
    summary: 'Does something',
    answers: { 200: item },
    ...rest,
  }
}

const routes = [
  route('GET', '/items', { answers: { 200: list } }),
  route('GET', '/items/:id'),
  route('POST', '/items', { body: { type: 'object', properties: { name: text } } }),
  route('GET', '/visitors', { audience: 'public' }),
  route('DELETE', '/items/:id', { answers: { 204: null } }),
]

function faultsOf(block: PageDefinition['blocks'][number], path = '/items'): string[] {
  const pages = [v.parse(Page, { path, title: 'Items', blocks: [block] })]
  return pageFaults({ pages, routes }).map((fault) => `${fault.path.slice(4).join('.')}: ${fault.message}`)
}

describe('pages that name what is not there', () => {
  it('nothing is wrong with those that name what is', () => {
    expect(
      faultsOf({
        block: 'table',
        from: 'GET /items',
        columns: [
          { field: 'customer.name', title: 'Customer' },
          { field: 'extra.anything', title: 'Extra' },
        ],
        opens: '/items',
        actions: [{ label: 'Delete', call: 'DELETE /items/:id' }],
      }),
    ).toEqual([])
    expect(
      faultsOf({
        block: 'board',
        from: 'GET /items',
        by: 'stage',
        columns: [{ value: 'a', title: 'A' }],
        card: { title: 'id' },
      }),
    ).toEqual([])
    expect(
      faultsOf({ block: 'detail', from: 'GET /items/:id', fields: [{ field: 'stage', title: 'Stage' }] }, '/items/:id'),
    ).toEqual([])
  })

  it('a route, a visitors’ route, and a page', () => {
    const column = [{ field: 'id', title: 'Id' }]
    expect(faultsOf({ block: 'table', from: 'GET /item', columns: column })).toEqual([
      'from: There is no route GET /item',
    ])
    expect(faultsOf({ block: 'table', from: 'GET /visitors', columns: column })).toEqual([
      'from: There is no route GET /visitors',
    ])
    expect(faultsOf({ block: 'actions', actions: [{ label: 'Go', next: '/else' }] })).toEqual([
      'actions.0.next: There is no page at /else',
    ])
  })

  it('a field of a list’s items, of an object within, of an answer without a body', () => {
    expect(faultsOf({ block: 'table', from: 'GET /items', columns: [{ field: 'nme', title: 'Name' }] })).toEqual([
      'columns.0.field: GET /items answers no nme',
    ])
    expect(
      faultsOf({ block: 'table', from: 'GET /items', columns: [{ field: 'customer.nme', title: 'Name' }] }),
    ).toEqual(['columns.0.field: GET /items answers no customer.nme'])
    expect(
      faultsOf({
        block: 'board',
        from: 'GET /items',
        by: 'state',
        columns: [{ value: 'a', title: 'A' }],
        card: { title: 'nme' },
      }),
    ).toEqual(['by: GET /items answers no state', 'card.title: GET /items answers no nme'])
    expect(faultsOf({ block: 'chart', from: 'GET /items', label: 'id', value: 'sum' })).toEqual([
      'value: GET /items answers no sum',
    ])
  })

  it('an entry that the route does not take, and a parameter that the page does not have', () => {
    expect(faultsOf({ block: 'form', send: 'POST /items', entries: [{ name: 'nme', title: 'Name' }] })).toEqual([
      'entries.0.name: POST /items takes no nme',
    ])
    expect(faultsOf({ block: 'detail', from: 'GET /items/:id', fields: [{ field: 'id', title: 'Id' }] })).toEqual([
      'from: The address /items of the page has no :id',
    ])
  })

  it('two pages at one address', () => {
    const page = v.parse(Page, { path: '/items', title: 'Items', blocks: [{ block: 'text', text: 'Hello' }] })
    expect(pageFaults({ pages: [page, page], routes })).toEqual([
      { path: ['pages', 1, 'path'], message: 'There is a page at /items already' },
    ])
  })
})
