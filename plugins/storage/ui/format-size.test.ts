import { expect, it } from 'vitest'
import { formatSize } from './format-size.ts'

it('writes lengths as people read them', () => {
  expect([0, 1, 1023, 1024, 1536, 10 * 1024 ** 2, 200 * 1024 ** 2, 5 * 1024 ** 3].map(formatSize)).toEqual([
    '0 bytes',
    '1 byte',
    '1,023 bytes',
    '1 kB',
    '1.5 kB',
    '10 MB',
    '200 MB',
    '5 GB',
  ])
})
