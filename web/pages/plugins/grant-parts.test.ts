import { describe, expect, it } from 'vitest'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Sentence } from '../../shell/published-query.ts'
import { amountOf, fieldsOf, partsOf, withoutPart, withPart } from './grant-parts.ts'

const asks: Sentence[] = [
  { kind: 'port', key: 'email', text: 'Can send up to 200 emails a day in your name', why: 'Sends the reminder' },
  { kind: 'host', key: 'api.example.com', text: 'Can contact api.example.com, and nobody else', why: null },
  { kind: 'call', key: 'booking GET /bookings', text: 'Can see your bookings: start, customer', why: null },
  { kind: 'hears', key: 'booking.*', text: 'Is told of bookings', why: null },
  { kind: 'tables', key: 'tables', text: 'Keeps records of its own', why: null },
  { kind: 'limit', key: 'rows', text: 'Keeps up to 5,000 records', why: 'One for each shoe' },
]
const grants: Grants = {
  ports: { email: { perDay: 200 } },
  hosts: { 'api.example.com': { perDay: 1000 } },
  calls: { 'booking GET /bookings': { perDay: 5000, fields: ['start', 'customer'] } },
  hears: { 'booking.*': { fields: null } },
  limits: { requestsPerDay: 50_000, rows: 5000, bytes: 100_000_000, egressBytesPerDay: 100_000_000 },
}
const parts = partsOf(asks, grants)
const part = (id: string) => {
  const found = parts.find((each) => each.id === id)
  if (found === undefined) throw new Error(`${id} is no part`)
  return found
}

describe('what a workspace grants to a plugin', () => {
  it('is what was asked for, and the limits that every plugin has', () => {
    expect(parts.map(({ id }) => id)).toEqual([
      'port:email',
      'host:api.example.com',
      'call:booking GET /bookings',
      'hears:booking.*',
      'limit:requestsPerDay',
      'limit:rows',
      'limit:bytes',
      'limit:egressBytesPerDay',
    ])
    expect(part('limit:rows').why).toBe('One for each shoe')
    expect(partsOf([], { ...grants, hosts: {} }).map(({ id }) => id)).not.toContain('limit:egressBytesPerDay')
  })

  it('can be lowered, one thing at a time', () => {
    const lowered = withPart(grants, part('port:email'), { amount: 5 })
    expect(amountOf(lowered, part('port:email'))).toBe(5)
    expect(lowered).toEqual({ ...grants, ports: { email: { perDay: 5 } } })
    const fewer = withPart(grants, part('call:booking GET /bookings'), { fields: ['start'] })
    expect(fewer.calls).toEqual({ 'booking GET /bookings': { perDay: 5000, fields: ['start'] } })
    expect(withPart(grants, part('limit:rows'), { amount: 10 }).limits.rows).toBe(10)
    expect(amountOf(grants, part('port:email'))).toBe(200)
  })

  it('can be taken away, and given back as it was asked for', () => {
    for (const id of ['port:email', 'host:api.example.com', 'call:booking GET /bookings', 'hears:booking.*']) {
      const taken = withoutPart(grants, part(id))
      expect(amountOf(taken, part(id)), id).toBeUndefined()
      expect(withPart(taken, part(id), {}, grants), id).toEqual(grants)
    }
    expect(withoutPart(grants, part('limit:rows'))).toBe(grants)
  })

  it('says of fields whether it is some of them or all', () => {
    expect(fieldsOf(grants, part('call:booking GET /bookings'))).toEqual(['start', 'customer'])
    expect(fieldsOf(grants, part('hears:booking.*'))).toBeNull()
    expect(fieldsOf(grants, part('port:email'))).toBeUndefined()
  })
})
