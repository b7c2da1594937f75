import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizePhone } from './normalize-phone.ts'

test.each([
  ['+33 4 50 11 22 33', '+33450112233'],
  ['0033 (0)4 50-11-22-33', '+33450112233'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['04 50 11 22 33', '450112233'],
  ['(415) 555-0100 x123', '4155550100'],
  ['(415) 555-0100 ext. 5', '4155550100'],
  ['+49 30 1234567;ext=12', '+49301234567'],
  ['\u202a+34 612 345 678\u202c', '+34612345678'],
  ['＋８１ ３ １２３４ ５６７８', '+81312345678'],
  ['٠١٢٣٤٥٦٧٨٩', '123456789'],
  ['Tel: 030/123456', '30123456'],
])('%j has the key %j', (value, key) => {
  expect(normalizePhone(value)).toBe(key)
})

test.each(['', '12345', '112', 'n/a', '1-800-FLOWERS', '0123456789 / 0987654321'])('%j has no key', (value) => {
  expect(normalizePhone(value)).toBeUndefined()
})

test('a calling code lets national numbers meet international ones', () => {
  expect(normalizePhone('04 50 11 22 33', '+33')).toBe('+33450112233')
  expect(normalizePhone('(415) 555-0100', '+1')).toBe('+14155550100')
  expect(normalizePhone('1 415 555 0100', '+1')).toBe('+14155550100')
  expect(normalizePhone('06 1234 5678', '+39')).toBe('+390612345678')
})

test('a key is its own key', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[\d ()./-]{0,24}$/), (value) => {
      const key = normalizePhone(value)
      if (key?.startsWith('+') === true) expect(normalizePhone(key)).toBe(key)
    }),
  )
})
