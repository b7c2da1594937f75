import { and, isNull } from 'drizzle-orm'
import type { TaskBulk } from '../contract/bulk.ts'
import { about, events } from '../events.ts'
import { tasks } from '../tables.ts'
import { matchingTasks, selectTasks, type TaskRow } from '../tasks/select-tasks.ts'
import { type BulkDesk, changeMany, mostRows, requireFew, targetOf } from './change-many.ts'
import { planAll, planDelete } from './plan-rows.ts'
import type { PlannedRow } from './store-rows.ts'

/** Deletes, ticks off or sets something of many tasks; those that are ticked off are announced one by one. */
export async function changeTasks(desk: BulkDesk, { ids, filter, action }: TaskBulk) {
  const [rows] = await desk.read((db) => [
    selectTasks(db)
      .where(
        and(
          isNull(tasks.deletedAt),
          targetOf(tasks.id, ids, () => matchingTasks(filter ?? { state: 'open' }, desk)),
        ),
      )
      .orderBy(tasks.id)
      .limit(mostRows + 1),
  ])
  requireFew(rows)
  const planned = plan(rows, action, desk.now)
  const changing = new Set(planned.map(({ id }) => id))
  const announce = action.type === 'done' && !action.done ? events.taskReopened : events.taskCompleted
  return changeMany(desk, {
    kind: 'tasks',
    action: action.type,
    fields: action.type === 'set' ? Object.keys(action.values) : [],
    rows: planned,
    records:
      action.type === 'done'
        ? rows
            .filter(({ id }) => changing.has(id))
            .map((row) => announce(`task:${row.id}`, { id: row.id, title: row.title }, about(row)))
        : [],
    absent: (ids?.length ?? rows.length) - rows.length,
  })
}

function plan(rows: readonly TaskRow[], action: TaskBulk['action'], now: Date): PlannedRow[] {
  if (action.type === 'delete') return planDelete(rows, now)
  if (action.type === 'done')
    return planAll(rows, ({ doneAt }) => [
      { done_at: doneAt },
      { done_at: action.done ? (doneAt ?? now.toISOString()) : null },
    ])
  const { assigneeId, dueOn, priority } = action.values
  return planAll(rows, (row) => [
    { assignee_id: row.assigneeId, due_on: row.dueOn, due_time: row.dueTime, priority: row.priority },
    {
      ...(assigneeId === undefined ? {} : { assignee_id: assigneeId }),
      ...(dueOn === undefined ? {} : { due_on: dueOn, due_time: dueOn === null ? null : row.dueTime }),
      ...(priority === undefined ? {} : { priority }),
    },
  ])
}
