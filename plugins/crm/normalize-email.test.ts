import { expect, test } from 'vitest'
import { extractAddress, normalizeEmail } from './normalize-email.ts'

test.each([
  [' Ann.Weber@Example.COM ', 'ann.weber@example.com'],
  ['mailto:ann@example.com', 'ann@example.com'],
  ['Weber, Ann <Ann@example.com>', 'ann@example.com'],
  ['jose\u0301@example.com', 'jos\u00e9@example.com'],
  ["o'brien+tag@sub.example.co.uk", "o'brien+tag@sub.example.co.uk"],
  ['kontakt@bäckerei.example', 'kontakt@bäckerei.example'],
])('%j has the key %j', (value, key) => {
  expect(normalizeEmail(value)).toBe(key)
})

test.each([
  '',
  'ann',
  'ann@',
  '@example.com',
  'ann@localhost',
  'a nn@example.com',
  'ann@@example.com',
  'ann@example..com',
  'ann@-example.com',
  'ann@example.c',
  '/o=ExchangeLabs/cn=abc',
  'a@b.co;c@d.co',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b.'.repeat(130)}com`,
])('%j is no address', (value) => {
  expect(normalizeEmail(value)).toBeUndefined()
})

test('an address keeps its spelling when it is only extracted', () => {
  expect(extractAddress('Ann <Ann@Example.com>')).toBe('Ann@Example.com')
})
