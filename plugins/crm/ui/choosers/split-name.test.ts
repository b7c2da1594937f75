import { expect, test } from 'vitest'
import { splitName } from './split-name.ts'

test('the last of several words is the last name, a single one the first', () => {
  expect(splitName('Anna Maria Berg')).toEqual({ firstName: 'Anna Maria', lastName: 'Berg', emails: [] })
  expect(splitName(' Anna ')).toEqual({ firstName: 'Anna', lastName: '', emails: [] })
})

test('an address is kept as one, with a name beside it or alone', () => {
  expect(splitName('anna@example.com')).toEqual({ firstName: '', lastName: '', emails: ['anna@example.com'] })
  expect(splitName('Anna Berg anna@example.com')).toMatchObject({ lastName: 'Berg', emails: ['anna@example.com'] })
})
