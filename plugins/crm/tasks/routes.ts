import { and, eq, isNull } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { Count, NewTask, Task, TaskDone, TaskFilter, TaskPage, TaskPatch, TaskQuery } from '../contract.ts'
import { errors } from '../errors.ts'
import { afterCursor, orderBy, pageIn } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { tasks } from '../tables.ts'
import { createTask, deleteTask, finishTask, restoreTask, updateTask } from './save-task.ts'
import { countTasks, matchingTasks, presentTask, selectTasks, taskOrders } from './select-tasks.ts'

const read = { permission: 'crm.tasks.read' } as const
const write = { permission: 'crm.tasks.write' } as const

export const tasksRoutes = pluginRouter<Settings>()
  .get(
    '/tasks',
    endpoint({ ...read, summary: 'Lists and finds tasks', query: TaskQuery, answers: { 200: TaskPage } }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const order = taskOrders[sort]
      const rows = await selectTasks(c.var.db)
        .where(and(matchingTasks(filter, c.var), afterCursor(order, cursor)))
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      const page = pageIn(order, rows, limit)
      return c.json({ ...page, data: page.data.map(presentTask) })
    },
  )
  .post('/tasks', endpoint({ ...write, summary: 'Adds a task', body: NewTask, answers: { 201: Task } }), async (c) => {
    const task = await createTask(c.var, c.req.valid('json'))
    setVersion(c, task.version, task)
    return c.json(task, 201)
  })
  .get(
    '/tasks/count',
    endpoint({ ...read, summary: 'Counts tasks', query: TaskFilter, answers: { 200: Count } }),
    async (c) => {
      const [row] = await countTasks(c.var.db, matchingTasks(c.req.valid('query'), c.var))
      return c.json({ count: row?.count ?? 0 })
    },
  )
  .get(
    '/tasks/:id',
    endpoint({ ...read, summary: 'Shows a task', params: IdParam, answers: { 200: Task } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await selectTasks(c.var.db).where(and(eq(tasks.id, id), isNull(tasks.deletedAt)))
      if (row === undefined) throw errors.taskNotFound({ id })
      const task = presentTask(row)
      setVersion(c, task.version, task)
      return c.json(task)
    },
  )
  .patch(
    '/tasks/:id',
    endpoint({ ...write, summary: 'Changes a task', params: IdParam, body: TaskPatch, answers: { 200: Task } }),
    async (c) => {
      const task = await updateTask(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, task.version, task)
      return c.json(task)
    },
  )
  .post(
    '/tasks/:id/done',
    endpoint({
      ...write,
      summary: 'Ticks a task off or opens it again',
      params: IdParam,
      body: TaskDone,
      answers: { 200: Task },
    }),
    async (c) => {
      const task = await finishTask(c.var, c.req.valid('param').id, c.req.valid('json').done)
      setVersion(c, task.version, task)
      return c.json(task)
    },
  )
  .delete(
    '/tasks/:id',
    endpoint({ ...write, summary: 'Moves a task to the trash', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteTask(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/tasks/:id/restore',
    endpoint({ ...write, summary: 'Takes a task out of the trash', params: IdParam, answers: { 200: Task } }),
    async (c) => {
      const task = await restoreTask(c.var, c.req.valid('param').id)
      setVersion(c, task.version, task)
      return c.json(task)
    },
  )
