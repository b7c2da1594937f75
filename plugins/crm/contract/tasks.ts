import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, text, Uuid } from '#sdk'
import { Day, Line, Named, Nullable, NullableId, shown } from './parts.ts'

export const Priority = v.picklist(['low', 'normal', 'high'], 'Choose low, normal or high')

const DueTime = v.nullable(
  v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time from 00:00 to 23:59, like 09:30')),
)

const taskEntries = {
  title: text(200, 1),
  dueOn: v.nullable(Day),
  /** Of the day in `dueOn`; without a day there is no time. */
  dueTime: DueTime,
  priority: Priority,
  assigneeId: NullableId,
  contactId: NullableId,
  companyId: NullableId,
  dealId: NullableId,
  notes: Line(20_000),
} as const

export const NewTask = v.object({
  title: taskEntries.title,
  dueOn: v.optional(taskEntries.dueOn, null),
  dueTime: v.optional(taskEntries.dueTime, null),
  priority: v.optional(taskEntries.priority, 'normal'),
  assigneeId: v.optional(taskEntries.assigneeId, null),
  contactId: v.optional(taskEntries.contactId, null),
  companyId: v.optional(taskEntries.companyId, null),
  dealId: v.optional(taskEntries.dealId, null),
  notes: v.optional(taskEntries.notes, null),
})
export type NewTask = v.InferOutput<typeof NewTask>

export const TaskPatch = v.partial(v.object(taskEntries))
export type TaskPatch = v.InferOutput<typeof TaskPatch>

export const TaskDone = v.object({ done: v.boolean('Say true or false') })

export const Task = v.object({
  ...shown,
  title: v.string(),
  dueOn: Nullable,
  dueTime: Nullable,
  priority: Priority,
  doneAt: v.nullable(Timestamp),
  assigneeId: NullableId,
  contact: v.nullable(Named),
  company: v.nullable(Named),
  deal: v.nullable(Named),
  notes: Nullable,
})
export const TaskPage = pageOf(Task)

export const TaskFilter = v.object({
  state: v.optional(v.picklist(['open', 'done', 'all'], 'Choose open, done or all'), 'open'),
  /** By the workspace's own day; `week` is today and the six days after it, `none` has no day. */
  due: v.optional(v.picklist(['overdue', 'today', 'week', 'none'], 'Choose overdue, today, week or none')),
  assigneeId: v.optional(Uuid),
  contactId: v.optional(Uuid),
  companyId: v.optional(Uuid),
  dealId: v.optional(Uuid),
  q: v.optional(text(200)),
})
export type TaskFilter = v.InferOutput<typeof TaskFilter>
export const TaskQuery = v.object({
  ...listQuery,
  ...TaskFilter.entries,
  sort: v.optional(v.picklist(['due', 'newest'], 'Choose due or newest'), 'due'),
})
