import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { Button, firstWeekday, Keyed, notify } from '#kit'
import type { RecordList } from '../lists/record-list.ts'
import type { Selection } from '../lists/selection.ts'
import { usePeople } from '../people/people.ts'
import { useDesk } from '../records/desk.ts'
import { saveRecord } from '../records/save-record.ts'
import type { Task } from '../types.ts'
import { useToday } from '../use-today.ts'
import { deleteTask, setDone } from './change-task.ts'
import { groupTasks, type TaskGroup } from './group-tasks.ts'
import { TaskRow } from './task-row.tsx'

export interface TaskListProps {
  readonly list: RecordList<Task>
  readonly canWrite: boolean
  /** Tasks that are done stand in one group. */
  readonly isDone: boolean
  /** Choosing several; without it, tasks are ticked off. */
  readonly selection?: Selection<Task> | undefined
  readonly hides?: 'contact' | 'company' | 'deal'
  readonly onEdit: (task: Task) => void
  /** Groups are parts of a page (2) or of a part of it (3). */
  readonly level?: 2 | 3
}

/** Tasks by when they are due. */
export function TaskList(props: TaskListProps): JSX.Element {
  const desk = useDesk()
  const people = usePeople()
  const today = useToday()
  let root: HTMLDivElement | undefined
  let left: { readonly id: string; readonly place: number } | undefined
  const groups = createMemo((): readonly TaskGroup[] =>
    props.isDone
      ? [{ id: 'none', title: 'Done', tasks: props.list.items() }]
      : groupTasks(props.list.items(), today(), firstWeekday()),
  )
  const rows = () => [...(root?.querySelectorAll<HTMLElement>('[data-task]') ?? [])]
  const leave = (task: Task) => {
    left = { id: task.id, place: rows().findIndex(({ dataset }) => dataset.task === task.id) }
  }
  // What had the focus may leave the list; it goes on with the task that took its place.
  const goOn = () => {
    if (left === undefined) return
    const all = rows()
    const isGone = !all.some(({ dataset }) => dataset.task === left?.id)
    if (!isGone) return
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost) all[Math.min(left.place, all.length - 1)]?.querySelector<HTMLElement>('input, button')?.focus()
    left = undefined
  }
  createEffect(on(groups, () => setTimeout(goOn)))
  const failed = (work: Promise<unknown>) => void work.catch(notify.failed)
  const due = (task: Task, dueOn: string | null) =>
    failed(saveRecord(desk(), { kind: 'tasks', record: task, patch: { dueOn }, ahead: { dueOn } }))
  return (
    <div ref={root} class="flex flex-col gap-5">
      <For each={groups().map(({ id }) => id)}>
        {(id) => (
          <Show when={groups().find((group) => group.id === id)}>
            {(group) => (
              <section aria-label={group().title} class="flex flex-col gap-1.5">
                <Heading level={props.level ?? 2} group={group()} isLate={id === 'overdue'} />
                <ul class="card divide-y divide-line">
                  <Keyed each={group().tasks}>
                    {(task) => (
                      <TaskRow
                        task={task()}
                        today={today()}
                        assignee={people.nameOf(task().assigneeId)}
                        canWrite={props.canWrite}
                        hides={props.hides}
                        isChosen={props.selection?.has(task().id)}
                        onChoose={(isRange) => props.selection?.toggle(task().id, isRange)}
                        onDone={(done) => {
                          leave(task())
                          failed(setDone(desk(), task(), done))
                        }}
                        onEdit={() => props.onEdit(task())}
                        onDue={(day) => due(task(), day)}
                        onDelete={() => {
                          leave(task())
                          failed(deleteTask(desk(), task()))
                        }}
                      />
                    )}
                  </Keyed>
                </ul>
              </section>
            )}
          </Show>
        )}
      </For>
      <Show when={props.list.hasMore()}>
        <Button class="self-center" onClick={() => props.list.loadMore()}>
          Show more
        </Button>
      </Show>
    </div>
  )
}

function Heading(props: { readonly level: 2 | 3; readonly group: TaskGroup; readonly isLate: boolean }): JSX.Element {
  const words = () => (
    <>
      {props.group.title} <span class="font-normal text-soft">{props.group.tasks.length}</span>
    </>
  )
  const look = () => `text-base font-semibold ${props.isLate ? 'text-danger' : ''}`
  return (
    <Show when={props.level === 3} fallback={<h2 class={look()}>{words()}</h2>}>
      <h3 class={look()}>{words()}</h3>
    </Show>
  )
}
