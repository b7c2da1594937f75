import { notify, notifyUndo } from '#kit'
import { editLists, refreshLists } from '../lists/list-cache.ts'
import { copyOf } from '../records/copy-of.ts'
import { deleteRecord } from '../records/delete-record.ts'
import type { Desk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Task } from '../types.ts'

/** Ticks a task off, or takes the tick away: it shows at once, and comes back when that fails. One can undo it. */
export async function setDone(desk: Desk, task: Task, done: boolean): Promise<void> {
  const { client, workspace } = desk
  const shown = { ...copyOf(task), doneAt: done ? new Date().toISOString() : null }
  editLists<Task>(client, workspace.slug, 'tasks', (data) =>
    data.some(({ id }) => id === task.id) ? data.map((each) => (each.id === task.id ? shown : each)) : data,
  )
  try {
    await workspace.api(`/crm/tasks/${task.id}/done`, { method: 'POST', body: { done } })
  } catch (error) {
    editLists<Task>(client, workspace.slug, 'tasks', (data) =>
      data.map((each) => (each.id === task.id ? copyOf(task) : each)),
    )
    notify.failed(error)
    return
  }
  void refreshRecords(desk, ['tasks'])
  notifyUndo(done ? `Done: ${task.title}` : `Open again: ${task.title}`, () => undoDone(desk, task))
}

async function undoDone(desk: Desk, task: Task): Promise<void> {
  await desk.workspace.api(`/crm/tasks/${task.id}/done`, { method: 'POST', body: { done: task.doneAt !== null } })
  await refreshRecords(desk, ['tasks'])
}

export async function deleteTask(desk: Desk, task: Task): Promise<void> {
  await deleteRecord(desk, 'tasks', { id: task.id, name: task.title })
}

/** Adds a task. */
export async function addTask(desk: Desk, body: Readonly<Record<string, unknown>>): Promise<Task> {
  const task = await desk.workspace.api<Task>('/crm/tasks', { method: 'POST', body })
  await refreshLists(desk.client, desk.workspace.slug, 'tasks')
  void desk.client.invalidateQueries({ queryKey: [desk.workspace.slug, 'crm'] })
  return task
}
