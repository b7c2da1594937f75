import { describe, expect, it } from 'vitest'
import { filterResponse, filterWhole } from './filter-response.ts'

const place = { base: '/api/shoes' }
const hostile = {
  'content-type': 'application/json',
  'set-cookie': 'dpf_refresh=stolen',
  'x-tenant-id': 'another',
  'access-control-allow-origin': 'https://evil.example',
  'content-security-policy': 'default-src *',
  'server-timing': 'gate;desc="0 calls"',
  etag: '"1"',
  location: '/api/shoes/items/1',
}

describe.each([
  [
    'whole',
    async (status: number, headers: Record<string, string>) => filterWhole({ status, headers, body: '{}' }, place),
  ],
  [
    'as a stream',
    (status: number, headers: Record<string, string>) =>
      filterResponse(new Response(status === 204 ? null : '{}', { status, headers }), place),
  ],
])('a plugin’s response, %s', (_, filter) => {
  it('keeps its status, body and the few headers that are its own to say', async () => {
    const kept = await filter(201, hostile)
    expect(kept?.status).toBe(201)
    expect(await kept?.text()).toBe('{}')
    expect(Object.fromEntries(kept?.headers ?? [])).toEqual({
      'content-type': 'application/json',
      etag: '"1"',
      location: '/api/shoes/items/1',
    })
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/api/crm/contacts',
    '/api/shoesy',
    '/api/shoes/../crm',
    '/api/shoes/%2e%2E/crm',
  ])('does not lead to %s', async (location) => {
    expect((await filter(201, { ...hostile, location }))?.headers.has('location')).toBe(false)
  })

  it.each([301, 302, 307, 401, 500, 503])('is none with the status %i', async (status) => {
    expect(await filter(status, hostile)).toBeUndefined()
  })
})

describe('what comes whole', () => {
  it.each([
    ['is no JSON', { status: 200, headers: { 'content-type': 'text/html' }, body: '<script>' }],
    [
      'names a header that none may have',
      { status: 200, headers: { 'content-type': 'application/json', 'a\nb': 'c' }, body: '' },
    ],
    ['has a status that none may have', { status: 99, headers: { 'content-type': 'application/json' }, body: '' }],
    [
      'is larger than a body may be',
      { status: 200, headers: { 'content-type': 'application/json' }, body: ' '.repeat(10 * 1024 * 1024 + 1) },
    ],
  ])('is no response when it %s', (_, whole) => {
    expect(filterWhole(whole, place)).toBeUndefined()
  })
})
