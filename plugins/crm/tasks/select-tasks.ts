import { and, eq, getTableColumns, gte, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import { contactName } from '../contacts/contact-name.ts'
import type { TaskFilter } from '../contract.ts'
import { addDays, type Clock, todayOf } from '../days/day-in.ts'
import { isLiveCompany, isLiveContact } from '../deals/select-deals.ts'
import { containing } from '../lists/containing.ts'
import type { SortOrder } from '../lists/sort-order.ts'
import { companies, contacts, deals, tasks } from '../tables.ts'

const { deletedAt: _, titleKey: __, ...stored } = getTableColumns(tasks)

const isLiveDeal = and(eq(deals.id, tasks.dealId), isNull(deals.deletedAt))

/** Tasks with what they are joined to, those in the trash too: ask for `isNull(tasks.deletedAt)`. */
export function selectTasks(db: Pick<Db, 'select'>) {
  return db
    .select({ ...stored, contactName, companyName: companies.name, dealTitle: deals.title })
    .from(tasks)
    .leftJoin(contacts, isLiveContact(tasks.contactId))
    .leftJoin(companies, isLiveCompany(tasks.companyId))
    .leftJoin(deals, isLiveDeal)
}

export type TaskRow = Awaited<ReturnType<typeof selectTasks>>[number]

/** Every word of the question has to be in the title or the name of what the task is joined to. */
export function matchingTasks(filter: TaskFilter, clock: Clock): SQL | undefined {
  return and(
    isNull(tasks.deletedAt),
    filter.state === 'all' ? undefined : filter.state === 'done' ? isNotNull(tasks.doneAt) : isNull(tasks.doneAt),
    filter.due === undefined ? undefined : dueWithin(filter.due, todayOf(clock)),
    ...ids.map((name) => (filter[name] === undefined ? undefined : eq(tasks[name], filter[name]))),
    containing(taskWords, filter.q),
  )
}

const ids = ['assigneeId', 'contactId', 'companyId', 'dealId'] as const
const taskWords = sql`concat_ws(' ', ${tasks.titleKey}, ${contacts.sortName}, ${companies.nameKey}, ${deals.titleKey})`

function dueWithin(due: 'overdue' | 'today' | 'week' | 'none', today: string): SQL | undefined {
  if (due === 'none') return isNull(tasks.dueOn)
  if (due === 'overdue') return lt(tasks.dueOn, today)
  return due === 'today' ? eq(tasks.dueOn, today) : and(gte(tasks.dueOn, today), lte(tasks.dueOn, addDays(today, 6)))
}

/** How a filter reaches the tables that a task is joined to, for a count. */
export function countTasks(db: Pick<Db, 'select'>, condition: SQL | undefined) {
  return db
    .select({ count: sql<number>`count(*)::int` })
    .from(tasks)
    .leftJoin(contacts, isLiveContact(tasks.contactId))
    .leftJoin(companies, isLiveCompany(tasks.companyId))
    .leftJoin(deals, isLiveDeal)
    .where(condition)
}

/** The next due first; those without a time come after the others of their day, those without a day last. */
export const taskOrders: Readonly<Record<'due' | 'newest', SortOrder<TaskRow>>> = {
  due: {
    by: [sql`coalesce(${tasks.dueOn}, 'infinity'::date)`, sql`coalesce(${tasks.dueTime}, '~')`, tasks.id],
    keyOf: ({ dueOn, dueTime, id }) => [dueOn ?? 'infinity', dueTime ?? '~', id],
  },
  newest: { by: [tasks.id], isDescending: true, keyOf: ({ id }) => [id] },
}

/** The task as clients see it. */
export function presentTask(row: TaskRow) {
  const { contactId, contactName, companyId, companyName, dealId, dealTitle, ...task } = row
  const named = (id: string | null, name: string | null) => (id === null || name === null ? null : { id, name })
  return {
    ...task,
    contact: named(contactId, contactName),
    company: named(companyId, companyName),
    deal: named(dealId, dealTitle),
  }
}
