import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, createPanel, ErrorNote, Skeleton, useWorkspace } from '#kit'
import { type About, linkOf } from '../about.ts'
import { createRecordList } from '../lists/record-list.ts'
import type { Task } from '../types.ts'
import { QuickTask } from './quick-task.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { TaskList } from './task-list.tsx'

/** The tasks that stand with a contact, a company or a deal. */
export function RecordTasks(props: { readonly about: About }): JSX.Element {
  const workspace = useWorkspace()
  const panel = createPanel('task')
  const done = createPanel('done')
  const isDone = () => done.value() !== undefined
  const list = createRecordList<Task>('tasks', () => ({
    [linkOf(props.about)]: props.about.id,
    state: isDone() ? 'done' : 'open',
    sort: isDone() ? 'newest' : 'due',
  }))
  const canWrite = () => workspace().can('crm.tasks.write')
  return (
    <div class="flex flex-col gap-4">
      <Show when={canWrite()}>
        <QuickTask link={{ [linkOf(props.about)]: props.about.id }} />
      </Show>
      <div class="flex flex-wrap gap-2">
        <Show when={canWrite()}>
          <Button icon="i-lucide-plus" onClick={() => panel.open('new')}>
            Task with more details
          </Button>
        </Show>
        <Button look="quiet" aria-pressed={isDone()} onClick={() => (isDone() ? done.close() : done.open())}>
          {isDone() ? 'Show what is open' : 'Show what is done'}
        </Button>
      </div>
      <Switch>
        <Match when={list.error() && list.items().length === 0}>
          <ErrorNote error={list.error()} retry={list.retry} />
        </Match>
        <Match when={list.isLoading()}>
          <Skeleton rows={3} />
        </Match>
        <Match when={list.items().length === 0}>
          <p class="text-soft">{isDone() ? 'Nothing is done yet.' : 'Nothing is to do.'}</p>
        </Match>
        <Match when={true}>
          <TaskList
            list={list}
            canWrite={canWrite()}
            isDone={isDone()}
            hides={props.about.noun}
            level={3}
            onEdit={(task) => panel.open(task.id)}
          />
        </Match>
      </Switch>
      <TaskDialog id={canWrite() ? panel.value() : undefined} onClose={panel.close} about={props.about} />
    </div>
  )
}
