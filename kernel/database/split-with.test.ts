import { describe, expect, it } from 'vitest'
import { splitWith } from './split-with.ts'

describe('splitWith', () => {
  it('answers undefined for a statement without a WITH clause', () => {
    for (const sql of [
      'select 1',
      'insert into t select 1',
      'update within set a = 1',
      '(with a as (select 1) select 2)',
    ])
      expect(splitWith(sql)).toBeUndefined()
  })

  it.each([
    ['with a as (select 1) select * from a', 'a as (select 1)', ' select * from a'],
    [
      'WITH "a" ("x", "y") AS (select 1, (2)), b as not materialized (select 3)\nselect 4',
      '"a" ("x", "y") AS (select 1, (2)), b as not materialized (select 3)',
      '\nselect 4',
    ],
    [
      `with a as (select ')', '(''(', "(", $$)$$, $x$ ) $$ $x$, e'\\')') select 1`,
      `a as (select ')', '(''(', "(", $$)$$, $x$ ) $$ $x$, e'\\')')`,
      ' select 1',
    ],
    ['with a as (select 1 -- )\n /* ) */ ) select 1', 'a as (select 1 -- )\n /* ) */ )', ' select 1'],
    [
      'with a as (update t set b = $1 where c = $2 returning id) (select 1)',
      'a as (update t set b = $1 where c = $2 returning id)',
      ' (select 1)',
    ],
  ])('takes it off: %s', (sql, list, main) => {
    expect(splitWith(sql)).toEqual({ list, main, isRecursive: false })
  })

  it('says when it is recursive', () => {
    expect(splitWith('with recursive a as (select 1 union select 2 from a) select 3')).toEqual({
      list: 'a as (select 1 union select 2 from a)',
      main: ' select 3',
      isRecursive: true,
    })
  })
})
