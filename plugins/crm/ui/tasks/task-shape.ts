import { formatNumber } from '#kit'
import type { ListShape } from '../lists/list-shape.ts'
import type { Task } from '../types.ts'

export const countTasks = (count: number) => (count === 1 ? '1 task' : `${formatNumber(count)} tasks`)

/** How tasks are listed. */
export const taskShape: ListShape<Task> = {
  kind: 'tasks',
  label: 'Tasks',
  count: countTasks,
  name: ({ title }) => title,
  nameTitle: 'Task',
  path: ({ id }) => `/crm/tasks?task=${id}`,
  under: () => '',
  icon: 'i-lucide-square-check',
  filters: ['q', 'state', 'due', 'assigneeId'],
  usualSort: 'due',
  usualColumns: [],
}

export const priorities = [
  { value: 'high', label: 'Important' },
  { value: 'normal', label: 'Normal' },
  { value: 'low', label: 'Can wait' },
] as const
