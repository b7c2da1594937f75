import { describe, expect, it } from 'vitest'
import { readSqlRequest } from './read-sql-request.ts'

describe('readSqlRequest', () => {
  it('reads a lone statement and a batch with its modes', () => {
    expect(readSqlRequest({}, '{"query":"select $1","params":[null,"a",1,true]}')).toEqual({
      statements: [{ query: 'select $1', params: [null, 'a', '1', 'true'] }],
    })
    const headers = {
      'neon-batch-isolation-level': 'RepeatableRead',
      'neon-batch-read-only': 'true',
      'neon-batch-deferrable': 'false',
    }
    expect(readSqlRequest(headers, '{"queries":[{"query":"select 1"}]}')).toEqual({
      begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY',
      statements: [{ query: 'select 1', params: [] }],
    })
  })

  it.each([
    ['not JSON', '{', {}],
    ['an array', '[]', {}],
    ['no query', '{"params":[]}', {}],
    ['queries that are no array', '{"queries":{}}', {}],
    ['a query that is a number', '{"queries":[{"query":1}]}', {}],
    ['params that are no array', '{"query":"select 1","params":{}}', {}],
    ['a param that is an object', '{"query":"select $1","params":[{}]}', {}],
    ['more params than the protocol counts', JSON.stringify({ query: '', params: Array(65_536).fill('') }), {}],
    ['an unknown isolation level', '{"queries":[]}', { 'neon-batch-isolation-level': 'serializable' }],
    ['an inherited isolation level', '{"queries":[]}', { 'neon-batch-isolation-level': 'toString' }],
    ['a flag that is neither', '{"queries":[]}', { 'neon-batch-read-only': '1' }],
  ])('refuses %s', (_what, body, headers) => {
    expect(() => readSqlRequest(headers, body)).toThrow(expect.objectContaining({ code: '08P01' }))
  })

  it.each(['copy t from stdin', '-- a comment\n/* and * another */ COPY t (a)\nFROM STDIN with csv'])(
    'refuses %j, which would break the connection',
    (query) => {
      expect(() => readSqlRequest({}, JSON.stringify({ query }))).toThrow(expect.objectContaining({ code: '0A000' }))
    },
  )

  it('reads a long run of comments in no time', () => {
    const body = JSON.stringify({ query: `${'/**/'.repeat(100_000)}select 1` })
    const startMs = performance.now()
    readSqlRequest({}, body)
    expect(performance.now() - startMs).toBeLessThan(1000)
  })
})
