import { useSearchParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, Choice, createPanel, Empty, ErrorNote, Page, SearchField, Skeleton, useWorkspace } from '#kit'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { FilterArea } from './lists/filter-area.tsx'
import { createListState } from './lists/list-state.ts'
import type { Filter } from './lists/record-list.ts'
import { PersonChoice } from './people/person-choice.tsx'
import { firstOf } from './query-string.ts'
import { SampleButton } from './samples/sample-button.tsx'
import { taskSetters } from './tasks/bulk-setters.tsx'
import { QuickTask } from './tasks/quick-task.tsx'
import { TaskDialog } from './tasks/task-dialog.tsx'
import { TaskList } from './tasks/task-list.tsx'
import { taskShape } from './tasks/task-shape.ts'
import type { Task } from './types.ts'
import { ViewBar } from './views/view-bar.tsx'
import { createViewState } from './views/view-state.ts'

/** What is to do, by when. */
export default function Tasks(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const isDone = () => firstOf(search.state) === 'done'
  // Tasks that are done are out of the way unless one asks for them.
  const state = createListState<Task>(taskShape, {
    columns: () => [],
    fixed: () => ({ state: firstOf(search.state) || 'open', sort: isDone() ? 'newest' : 'due' }),
  })
  const views = createViewState('tasks', taskShape.filters)
  const panel = createPanel('task')
  const canWrite = () => workspace().can('crm.tasks.write')
  const isChoosing = () => firstOf(search.choose) === '1' && canWrite()
  const isFiltered = () => ['q', 'state', 'due', 'assigneeId'].some((name) => firstOf(search[name]) !== '')
  const choose = (isOn: boolean) => {
    state.selection.clear()
    setSearch({ choose: isOn ? '1' : '' }, { replace: true })
  }
  return (
    <Page
      title="Tasks"
      actions={
        <Show when={canWrite()}>
          <Show when={state.list.isLoading() || !state.isNothing()}>
            <Button icon="i-lucide-list-checks" aria-pressed={isChoosing()} onClick={() => choose(!isChoosing())}>
              {isChoosing() ? 'Stop choosing' : 'Choose several'}
            </Button>
          </Show>
          <Button look="primary" icon="i-lucide-plus" onClick={() => panel.open('new')}>
            New task
          </Button>
        </Show>
      }
    >
      <ViewBar state={views} all="Open tasks" />
      <Show when={canWrite()}>
        <QuickTask />
      </Show>
      <TaskFilters filter={state.filter()} onChange={state.change} isFiltered={isFiltered()} />
      <p role="status" class="text-sm text-soft empty:hidden">
        {state.list.isLoading() || state.isNothing() ? '' : words(state.list.items().length, state.list.hasMore())}
      </p>
      <Switch>
        <Match when={state.list.error() && state.list.items().length === 0}>
          <ErrorNote error={state.list.error()} retry={state.list.retry} />
        </Match>
        <Match when={state.list.isLoading()}>
          <Skeleton rows={6} />
        </Match>
        <Match when={state.isNothing() && isFiltered()}>
          <Empty
            icon="i-lucide-search-x"
            title="No task fits"
            action={<Button onClick={state.showAll}>Show all open tasks</Button>}
          >
            Ask for less at once, or look among those that are done.
          </Empty>
        </Match>
        <Match when={state.isNothing()}>
          <div class="card">
            <Empty
              icon="i-lucide-party-popper"
              title="Nothing to do"
              action={
                <Show when={canWrite()}>
                  <div class="flex flex-wrap justify-center gap-2">
                    <Button look="primary" icon="i-lucide-plus" onClick={() => panel.open('new')}>
                      Add a task
                    </Button>
                    <SampleButton />
                  </div>
                </Show>
              }
            >
              A call to make, an offer to write, shampoo to order: what you note here tells you when it is due.
            </Empty>
          </div>
        </Match>
        <Match when={true}>
          <Show when={isChoosing()}>
            <BulkBar
              state={state}
              canTag={false}
              setters={taskSetters}
              more={[
                isDone()
                  ? {
                      label: 'Open again',
                      icon: 'i-lucide-undo-2',
                      action: { type: 'done', done: false },
                      words: (count) => `${count} open again`,
                    }
                  : {
                      label: 'Done',
                      icon: 'i-lucide-check',
                      action: { type: 'done', done: true },
                      words: (count) => `${count} done`,
                    },
              ]}
            />
          </Show>
          <TaskList
            list={state.list}
            canWrite={canWrite()}
            isDone={isDone()}
            selection={isChoosing() ? state.selection : undefined}
            onEdit={(task) => panel.open(task.id)}
          />
        </Match>
      </Switch>
      <TaskDialog id={canWrite() ? panel.value() : undefined} onClose={panel.close} />
    </Page>
  )
}

function words(count: number, hasMore: boolean): string {
  return hasMore ? `More than ${taskShape.count(100)}` : taskShape.count(count)
}

function TaskFilters(props: {
  readonly filter: Filter
  readonly onChange: (change: Filter) => void
  readonly isFiltered: boolean
}): JSX.Element {
  return (
    <FilterArea
      label="Find tasks"
      isFiltered={props.isFiltered}
      onShowAll={() => props.onChange({ q: '', due: '', assigneeId: '', state: '' })}
      search={<SearchField label="Search tasks" value={props.filter.q ?? ''} onSearch={(q) => props.onChange({ q })} />}
    >
      <PersonChoice
        label="For"
        none="Everybody"
        value={props.filter.assigneeId || null}
        onChange={(id) => props.onChange({ assigneeId: id ?? '' })}
      />
      <Choice
        label="Due"
        class="min-h-10.5"
        options={dues}
        value={props.filter.due ?? ''}
        onChange={(event) => props.onChange({ due: event.currentTarget.value })}
      />
      <Choice
        label="State"
        class="min-h-10.5"
        options={states}
        value={props.filter.state ?? ''}
        onChange={(event) =>
          props.onChange({ state: event.currentTarget.value === 'open' ? '' : event.currentTarget.value })
        }
      />
    </FilterArea>
  )
}

const dues = [
  { value: '', label: 'Any time' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'The next 7 days' },
  { value: 'none', label: 'No date' },
]
const states = [
  { value: 'open', label: 'Open' },
  { value: 'done', label: 'Done' },
  { value: 'all', label: 'Open and done' },
]
