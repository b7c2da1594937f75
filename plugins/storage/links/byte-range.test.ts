import { expect, it } from 'vitest'
import { readRange } from './byte-range.ts'

it('reads what RFC 9110 calls a range of bytes, and leaves the rest alone', () => {
  const size = 100
  const cases: [string | undefined, ReturnType<typeof readRange>][] = [
    [undefined, undefined],
    ['bytes=0-0', { offset: 0, length: 1 }],
    ['bytes=0-99', { offset: 0, length: 100 }],
    ['bytes=50-', { offset: 50, length: 50 }],
    ['bytes=-10', { offset: 90, length: 10 }],
    ['bytes=-500', { offset: 0, length: 100 }],
    ['bytes=90-500', { offset: 90, length: 10 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
    ['bytes=one-two', undefined],
  ]
  for (const [header, range] of cases) expect({ header, range: readRange(header, size) }).toEqual({ header, range })
})

it('has no bytes of an empty file to give', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(readRange('bytes=-1', 0)).toBe('unsatisfiable')
})
