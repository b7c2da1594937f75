import { expect, test } from 'vitest'
import { isSameView } from './view-content.ts'

test('two views are the same in whichever order their parameters stand, and what is empty does not count', () => {
  const one = { query: { q: 'anna', tag: 'vip' }, columns: ['email'] }
  expect(isSameView(one, { query: { tag: 'vip', q: 'anna', sort: '' }, columns: ['email'] })).toBe(true)
})

test('another value, another parameter or another order of columns makes another view', () => {
  const one = { query: { q: 'anna' }, columns: ['email', 'phone'] }
  expect(isSameView(one, { ...one, query: { q: 'ann' } })).toBe(false)
  expect(isSameView(one, { ...one, query: { q: 'anna', tag: 'vip' } })).toBe(false)
  expect(isSameView(one, { ...one, columns: ['phone', 'email'] })).toBe(false)
})
