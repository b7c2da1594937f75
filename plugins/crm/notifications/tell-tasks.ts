import { and, asc, eq, isNotNull, isNull, type SQL } from 'drizzle-orm'
import type { HeardRecord, NewNotification, NotificationContext } from '#sdk'
import { tasks } from '../tables.ts'
import { selectTasks, type TaskRow } from '../tasks/select-tasks.ts'
import { changedIds, groupByPerson, listed, mayHaveChanged } from './changed-ids.ts'

/** Tells people of tasks that became theirs: of one by its name, of many at once by their number. */
export async function tellTaskAssigned(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  if (!mayHaveChanged(record, 'assigneeId')) return []
  const rows = await openTasks(context, changedIds(tasks.id, record, 'task'))
  const who = (await context.nameOf(record.actor)) ?? 'Somebody'
  return groupByPerson(rows, ({ assigneeId }) => assigneeId).map(([personId, own]) => {
    const [first] = own
    return own.length === 1
      ? {
          to: [personId],
          title: `${who} gave you a task: ${first.title}`,
          body: sayTask(first),
          path: `/crm/tasks?task=${first.id}`,
          // Saved again, or given to others and back, it is no news.
          key: `task:${first.id}:${personId}`,
        }
      : {
          to: [personId],
          title: `${who} gave you ${own.length} tasks`,
          body: listed(own),
          path: `/crm/tasks?assigneeId=${personId}`,
        }
  })
}

/** Tells each person in the morning what is due on the day. */
export async function tellTasksDue(context: NotificationContext, { data }: HeardRecord): Promise<NewNotification[]> {
  const day = String(data.day)
  const rows = await openTasks(context, eq(tasks.dueOn, day))
  return groupByPerson(rows, ({ assigneeId }) => assigneeId).map(([personId, own]) => {
    const [first] = own
    return {
      to: [personId],
      title: own.length === 1 ? `Due today: ${first.title}` : `${own.length} tasks are due today`,
      body: own.length === 1 ? sayTask(first) : listed(own),
      path: own.length === 1 ? `/crm/tasks?task=${first.id}` : `/crm/tasks?due=today&assigneeId=${personId}`,
      key: `due:${day}`,
    }
  })
}

function openTasks({ db }: NotificationContext, condition: SQL | undefined): Promise<TaskRow[]> {
  return selectTasks(db)
    .where(and(condition, isNull(tasks.deletedAt), isNull(tasks.doneAt), isNotNull(tasks.assigneeId)))
    .orderBy(asc(tasks.dueTime), asc(tasks.id))
}

/** "With Alex Berg, at 10:30". */
function sayTask({ contactName, companyName, dealTitle, dueTime }: TaskRow): string {
  const about = [contactName, companyName, dealTitle].find((name) => name !== null && name !== '')
  const parts = [about === undefined ? '' : `About ${about}`, dueTime === null ? '' : `at ${dueTime}`]
  const said = parts.filter((part) => part !== '').join(', ')
  return said.charAt(0).toUpperCase() + said.slice(1)
}
