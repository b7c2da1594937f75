import { expect, test } from 'vitest'
import { insertAt } from './formula-words.ts'

test('a field lands where the cursor is, in place of what is marked', () => {
  expect(insertAt('1 +  * 2', '{Amount}', 4, 4)).toEqual({ text: '1 + {Amount} * 2', cursor: 12 })
  expect(insertAt('{Old}', '{New name}', 0, 5)).toEqual({ text: '{New name}', cursor: 10 })
})
