import { expect, it } from 'vitest'
import { versionKey } from './version-key.ts'

it('sorts versions as Semantic Versioning does', () => {
  const sorted = [
    '0.9.9',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-rc',
    '1.0.0-rc.2',
    '1.0.0-rc.10',
    '1.0.0',
    '1.9.0',
    '1.10.0',
    '10.0.0',
  ]
  const keys = sorted.map(versionKey)
  expect([...keys].sort((left, right) => (left < right ? -1 : 1))).toEqual(keys)
  expect(new Set(keys).size).toBe(sorted.length)
  expect(versionKey('01.2.3')).toBe(versionKey('1.2.3'))
})
