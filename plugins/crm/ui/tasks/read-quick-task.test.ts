import { expect, test } from 'vitest'
import { readQuickTask } from './read-quick-task.ts'

const today = '2026-11-30'

test('a day at the end of the line is when the task is due', () => {
  expect(readQuickTask('Call Anna tomorrow', today)).toEqual({ title: 'Call Anna', dueOn: '2026-12-01' })
  expect(readQuickTask(' Order  shampoo TODAY ', today)).toEqual({ title: 'Order shampoo', dueOn: today })
  expect(readQuickTask('Write the offer next week', today)).toEqual({ title: 'Write the offer', dueOn: '2026-12-07' })
})

test('a line that is only a day, or has none, is a task without one', () => {
  expect(readQuickTask('Today', today)).toEqual({ title: 'Today', dueOn: null })
  expect(readQuickTask('Ask about tomorrow’s show', today)).toEqual({ title: 'Ask about tomorrow’s show', dueOn: null })
})
