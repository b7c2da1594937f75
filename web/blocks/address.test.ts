import { describe, expect, it } from 'vitest'
import { fillPath, matchPath, routeAddress, safeLink } from './address.ts'
import { readField, writeField } from './read-field.ts'

describe('the address of a published plugin’s route', () => {
  it('takes its parameters from the row, and then from the page', () => {
    const sources = [
      { id: 'r 1', owner: { id: 7 } },
      { id: 'page', list: 'x/y' },
    ]
    expect(routeAddress('shoes', 'PATCH /items/:id', sources)).toEqual({ method: 'PATCH', path: '/shoes/items/r%201' })
    expect(routeAddress('shoes', 'GET /lists/:list', sources)?.path).toBe('/shoes/lists/x%2Fy')
    expect(routeAddress('shoes', 'GET /owners/:owner.id', sources)?.path).toBe('/shoes/owners/7')
  })

  it('never leads out of the plugin, whether the page or a value says so', () => {
    for (const route of ['DELETE /../members/1', 'GET /items/../../crm/contacts', 'GET /./x', 'GET items', 'HEAD /x'])
      expect(routeAddress('shoes', route, []), route).toBeUndefined()
    for (const id of ['..', '.', '', null, undefined, {}, Number.NaN])
      expect(routeAddress('shoes', 'GET /items/:id', [{ id }]), String(id)).toBeUndefined()
    expect(routeAddress('shoes', 'GET /:id/contacts', [{ id: '../crm' }])?.path).toBe('/shoes/..%2Fcrm/contacts')
    expect(routeAddress('shoes', 'GET /items/:constructor', [{}])).toBeUndefined()
  })

  it('is asked of the browser as it was made', () => {
    for (const id of ['a/b', '..\\', '%2e%2e', '?x', '#x', '..;', '. .']) {
      const path = routeAddress('shoes', 'GET /items/:id', [{ id }])?.path ?? ''
      expect(new URL(`/api${path}`, 'https://example.com').pathname).toBe(`/api${path}`)
      expect(path.startsWith('/shoes/items/')).toBe(true)
    }
  })
})

describe('the pages of a published plugin', () => {
  it('are found by their path, with their parameters', () => {
    expect(matchPath('/items/:id', '/items/a%20b')).toEqual({ id: 'a b' })
    expect(matchPath('/items', '/items/')).toEqual({})
    expect(matchPath('/', '/')).toEqual({})
    expect(matchPath('/items/:id', '/items')).toBeUndefined()
    expect(matchPath('/items/:id', '/items/%E0%A4%A')).toEqual({ id: '%E0%A4%A' })
  })

  it('lead to rows that have what the address needs', () => {
    expect(fillPath('/items/:id', [{ id: 3 }])).toBe('/items/3')
    expect(fillPath('/items/:id', [{ name: 'x' }])).toBeUndefined()
  })
})

describe('a link in a plugin’s data', () => {
  const link = (value: unknown) => safeLink(value, '/w/salon', 'https://dpf.example')

  it('leads to another site over HTTPS, or into the workspace', () => {
    expect(link('https://example.com/a?b=c')).toBe('https://example.com/a?b=c')
    expect(link('/crm/contacts/1?tab=notes')).toBe('/w/salon/crm/contacts/1?tab=notes')
  })

  it('leads nowhere else', () => {
    for (const value of [
      'http://example.com',
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      '/../../api/auth/logout',
      '/..',
      '/%2e%2e/other',
      'https://user@evil.example',
      'https:evil.example',
      ' https://example.com',
      'crm/contacts',
      1,
      null,
    ])
      expect(link(value), String(value)).toBeUndefined()
  })
})

describe('a field of what a route answers', () => {
  it('is read by its way, and only where the answer has it itself', () => {
    expect(readField({ customer: { name: 'Anna' } }, 'customer.name')).toBe('Anna')
    for (const field of ['constructor', '__proto__', 'customer.toString', 'a.b.c'])
      expect(readField({ customer: {} }, field), field).toBeUndefined()
  })

  it('is changed in a copy', () => {
    const card = { id: 1, stage: { id: 'new' } }
    expect(writeField(card, 'stage.id', 'done')).toEqual({ id: 1, stage: { id: 'done' } })
    expect(card.stage.id).toBe('new')
    expect(writeField(card, 'missing', 'x')).toBe(card)
  })
})
