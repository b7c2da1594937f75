import { expect, test } from 'vitest'
import type { Task } from '../types.ts'
import { groupOf, groupTasks } from './group-tasks.ts'

const monday = '2026-11-23'
const task = (id: string, part: Partial<Task>) =>
  ({ id, dueOn: null, dueTime: null, priority: 'normal', ...part }) as Task

test('a task belongs where its day lies', () => {
  expect(groupOf('2026-11-22', monday)).toBe('overdue')
  expect(groupOf('2026-11-23', monday)).toBe('today')
  expect(groupOf('2026-11-29', monday)).toBe('week')
  expect(groupOf('2026-11-30', monday)).toBe('later')
  expect(groupOf(null, monday)).toBe('none')
})

test('on a Sunday, tomorrow comes next and is not far away', () => {
  expect(groupOf('2026-11-30', '2026-11-29')).toBe('week')
  expect(groupOf('2026-12-01', '2026-11-29')).toBe('later')
})

test('within a group the day counts first, then how important it is, then the hour', () => {
  const groups = groupTasks(
    [
      task('late', { dueOn: monday, dueTime: '16:00' }),
      task('soon', { dueOn: monday, dueTime: '09:00' }),
      task('important', { dueOn: monday, priority: 'high' }),
      task('old', { dueOn: '2026-11-01' }),
      task('older', { dueOn: '2026-10-01', priority: 'low' }),
    ],
    monday,
  )
  expect(groups.map(({ id, tasks }) => [id, tasks.map(({ id }) => id)])).toEqual([
    ['overdue', ['older', 'old']],
    ['today', ['important', 'soon', 'late']],
  ])
})
