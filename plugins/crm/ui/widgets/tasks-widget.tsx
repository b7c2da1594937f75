import { A } from '@solidjs/router'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { createPanel, ErrorNote, Skeleton, useWorkspace } from '#kit'
import { createRecordList } from '../lists/record-list.ts'
import { usePeople } from '../people/people.ts'
import { QuickTask } from '../tasks/quick-task.tsx'
import { TaskDialog } from '../tasks/task-dialog.tsx'
import { TaskList } from '../tasks/task-list.tsx'
import type { Task } from '../types.ts'
import { useToday } from '../use-today.ts'

/** What the person has to do by tonight: ticked off and added in place. */
export default function TasksWidget(): JSX.Element {
  const workspace = useWorkspace()
  const people = usePeople()
  const today = useToday()
  const panel = createPanel('task')
  const all = createRecordList<Task>(
    'tasks',
    () => ({ state: 'open', sort: 'due', assigneeId: people.me() ?? '' }),
    () => people.me() !== undefined,
  )
  const due = createMemo(() => all.items().filter(({ dueOn }) => dueOn !== null && dueOn <= today()))
  const list = { ...all, items: due, hasMore: () => false }
  const canWrite = () => workspace().can('crm.tasks.write')
  return (
    <div class="flex flex-col gap-4">
      <Show when={canWrite()}>
        <QuickTask />
      </Show>
      <Switch>
        <Match when={all.error() && all.items().length === 0}>
          <ErrorNote error={all.error()} retry={all.retry} />
        </Match>
        <Match when={all.isLoading()}>
          <Skeleton rows={1} />
        </Match>
        <Match when={due().length === 0}>
          <p class="text-soft">Nothing is due. Enjoy your day.</p>
        </Match>
        <Match when={true}>
          <TaskList list={list} canWrite={canWrite()} isDone={false} level={3} onEdit={(task) => panel.open(task.id)} />
        </Match>
      </Switch>
      <A
        href={workspace().path('/crm/tasks')}
        class="focusable inline-flex min-h-6 items-center self-start rounded text-accent hover:underline"
      >
        All tasks
      </A>
      <TaskDialog id={canWrite() ? panel.value() : undefined} onClose={panel.close} />
    </div>
  )
}
