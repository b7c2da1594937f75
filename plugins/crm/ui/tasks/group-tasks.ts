import { addDays, endOfWeek } from '../days.ts'
import type { Task } from '../types.ts'

export const taskGroups = [
  { id: 'overdue', title: 'Overdue' },
  { id: 'today', title: 'Today' },
  { id: 'week', title: 'This week' },
  { id: 'later', title: 'Later' },
  { id: 'none', title: 'No date' },
] as const
export type TaskGroupId = (typeof taskGroups)[number]['id']

/** Where a task with this day belongs. On a week's last day, tomorrow is still called this week: it is what comes next. */
export function groupOf(dueOn: string | null, today: string, firstWeekday?: number): TaskGroupId {
  if (dueOn === null) return 'none'
  if (dueOn < today) return 'overdue'
  if (dueOn === today) return 'today'
  const end = endOfWeek(today, firstWeekday)
  return dueOn <= (end === today ? addDays(today, 1) : end) ? 'week' : 'later'
}

export interface TaskGroup {
  readonly id: TaskGroupId
  readonly title: string
  readonly tasks: readonly Task[]
}

const weights = { high: 0, normal: 1, low: 2 } as const

/** The tasks by when they are due, the most pressing first; groups without a task are left out. */
export function groupTasks(tasks: readonly Task[], today: string, firstWeekday?: number): TaskGroup[] {
  return taskGroups.flatMap(({ id, title }) => {
    const inGroup = tasks.filter(({ dueOn }) => groupOf(dueOn, today, firstWeekday) === id).sort(byUrgency)
    return inGroup.length === 0 ? [] : [{ id, title, tasks: inGroup }]
  })
}

function byUrgency(a: Task, b: Task): number {
  return (
    compare(a.dueOn ?? '', b.dueOn ?? '') ||
    weights[a.priority] - weights[b.priority] ||
    compare(a.dueTime ?? '99:99', b.dueTime ?? '99:99') ||
    compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
