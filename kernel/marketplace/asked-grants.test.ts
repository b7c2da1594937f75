import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AskedFor } from '../sandbox/manifest.ts'
import { askedGrants, beyond, carriedGrants, isWithin } from './asked-grants.ts'
import { sentencesOf } from './sentences.ts'

const needs = v.parse(AskedFor, {
  ports: { email: { perDay: 50, why: 'Sends the reminder' } },
  hosts: { 'api.example.com': {} },
  calls: { 'crm GET /contacts': { perDay: 500, fields: ['id', 'firstName'] } },
  hears: { 'booking.booking.created': { fields: null } },
  limits: { rows: 500_000 },
})
const asked = askedGrants(needs)
const titleOf = (id: string) => ({ crm: 'Customers', booking: 'Booking' })[id]
const texts = (given: AskedFor) => sentencesOf(given, true, titleOf).map(({ text }) => text)

describe('what a plugin asks for, as grants', () => {
  it('has the platform’s numbers where it names none', () => {
    expect(asked).toEqual({
      ports: { email: { perDay: 50 } },
      hosts: { 'api.example.com': { perDay: 1000 } },
      calls: { 'crm GET /contacts': { perDay: 500, fields: ['id', 'firstName'] } },
      hears: { 'booking.booking.created': { fields: null } },
      limits: { requestsPerDay: 50_000, rows: 500_000, bytes: 100_000_000, egressBytesPerDay: 100_000_000 },
    })
  })

  it.each([
    ['a higher number', { ...asked, ports: { email: { perDay: 51 } } }, 'port email'],
    ['another host', { ...asked, hosts: { 'evil.example': { perDay: 1 } } }, 'host evil.example'],
    [
      'one field more',
      { ...asked, calls: { 'crm GET /contacts': { perDay: 1, fields: ['id', 'email'] } } },
      'call crm GET /contacts',
    ],
    ['all fields', { ...asked, calls: { 'crm GET /contacts': { perDay: 1, fields: null } } }, 'call crm GET /contacts'],
    ['another record', { ...asked, hears: { '*': { fields: [] } } }, 'hears *'],
    ['more rows', { ...asked, limits: { ...asked.limits, rows: 500_001 } }, 'limit rows'],
    ['a name that every object has', { ...asked, hosts: { constructor: { perDay: 0 } } }, 'host constructor'],
  ])('are gone beyond by %s', (_, more, which) => {
    expect(beyond(more, asked).map(({ kind, key }) => `${kind} ${key}`)).toEqual([which])
    expect(isWithin(more, asked)).toBe(false)
  })

  it('are kept to by less of each', () => {
    const less = {
      ports: {},
      hosts: { 'api.example.com': { perDay: 0 } },
      calls: { 'crm GET /contacts': { perDay: 500, fields: [] } },
      hears: { 'booking.booking.created': { fields: ['id'] } },
      limits: { requestsPerDay: 0, rows: 0, bytes: 0, egressBytesPerDay: 0 },
    }
    expect(isWithin(less, asked)).toBe(true)
    expect(isWithin(asked, asked)).toBe(true)
  })
})

describe('the grants of another version', () => {
  const granted = {
    ...asked,
    ports: { email: { perDay: 5 } },
    hosts: {},
    calls: { 'crm GET /contacts': { perDay: 500, fields: ['id'] } },
    limits: { ...asked.limits, rows: 10 },
  }

  it('stay as low as the workspace put them, where it asks for no more than before', () => {
    expect(carriedGrants(granted, asked, asked)).toEqual(granted)
  })

  it('have what it asks for besides, and nothing that it no longer asks for', () => {
    const after = {
      ...asked,
      ports: {},
      hosts: { ...asked.hosts, 'soles.example': { perDay: 20 } },
      calls: { 'crm GET /contacts': { perDay: 500, fields: ['id', 'firstName', 'email'] } },
    }
    expect(carriedGrants(granted, asked, after)).toEqual({
      ...after,
      hosts: { 'soles.example': { perDay: 20 } },
      limits: granted.limits,
    })
  })
})

describe('what a plugin asks for, in words', () => {
  it('names who is contacted, what is seen, and how much', () => {
    expect(texts(needs)).toEqual([
      'Can send up to 50 emails a day in your name',
      'Can contact api.example.com, and nobody else',
      'Can see your contacts in Customers: id, first name',
      'Is told when a booking in Booking is created, with all that is known of them',
      'Keeps records of its own, which nobody else’s plugin sees',
      'Expects to keep up to 500,000 records',
    ])
    expect(sentencesOf(needs, false, titleOf)[0]).toMatchObject({
      kind: 'port',
      key: 'email',
      why: 'Sends the reminder',
    })
  })

  it('says of several hosts how many there are, and knows modules that are not there by their id', () => {
    const more = v.parse(AskedFor, {
      hosts: { 'a.example': {}, 'b.example': {} },
      calls: { 'gift_cards DELETE /cards/:id': { fields: [] } },
      hears: { '*': { fields: null }, 'crm.*': { fields: ['id'] } },
    })
    expect(texts(more)).toEqual([
      'Can contact a.example: one of 2, and nobody else',
      'Can contact b.example: one of 2, and nobody else',
      'Can delete from your cards in gift cards, and nothing of what is in them',
      'Is told of everything that happens in your workspace, with all that is known of them',
      'Is told of everything that happens in Customers: id',
      'Keeps records of its own, which nobody else’s plugin sees',
    ])
  })
})
