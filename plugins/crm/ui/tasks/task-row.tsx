import { A } from '@solidjs/router'
import { createUniqueId, type JSX, Show } from 'solid-js'
import { Badge, dayWords, Menu, type MenuItem, useWorkspace } from '#kit'
import { addDays } from '../days.ts'
import type { Task } from '../types.ts'

export interface TaskRowProps {
  readonly task: Task
  readonly today: string
  readonly assignee: string
  readonly canWrite: boolean
  /** Which of its links are told; on a deal's page its own is known. */
  readonly hides: 'contact' | 'company' | 'deal' | undefined
  /** Choosing several: whether this one is chosen. Undefined while one ticks them off instead. */
  readonly isChosen: boolean | undefined
  readonly onChoose: (isRange: boolean) => void
  readonly onDone: (done: boolean) => void
  readonly onEdit: () => void
  readonly onDue: (day: string | null) => void
  readonly onDelete: () => void
}

/** A task: ticked off with one press, moved to another day with two. */
export function TaskRow(props: TaskRowProps): JSX.Element {
  const id = createUniqueId()
  const isDone = () => props.task.doneAt !== null
  const actions = (): MenuItem[] => [
    { label: 'Change', icon: 'i-lucide-pencil', onSelect: props.onEdit },
    { label: 'Due today', icon: 'i-lucide-sun', onSelect: () => props.onDue(props.today) },
    { label: 'Due tomorrow', icon: 'i-lucide-sunrise', onSelect: () => props.onDue(addDays(props.today, 1)) },
    { label: 'Due in a week', icon: 'i-lucide-calendar-plus', onSelect: () => props.onDue(addDays(props.today, 7)) },
    { label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: props.onDelete },
  ]
  return (
    <li
      data-task={props.task.id}
      class={`flex items-start gap-2 px-2 py-1.5 [contain-intrinsic-height:3.5rem] [content-visibility:auto] sm:px-3 ${props.isChosen === true ? 'bg-accent-soft' : ''}`}
    >
      <label class="grid min-h-10 min-w-10 shrink-0 cursor-pointer place-items-center">
        <Show
          when={props.isChosen === undefined}
          fallback={
            <input
              type="checkbox"
              class="focusable h-5 w-5 accent-accent"
              aria-label={`Choose ${props.task.title}`}
              checked={props.isChosen === true}
              onClick={(event) => props.onChoose(event.shiftKey)}
            />
          }
        >
          <input
            type="checkbox"
            class="focusable h-6 w-6 cursor-pointer appearance-none rounded-full border-2 border-faint bg-card checked:border-accent checked:bg-accent disabled:cursor-default"
            aria-labelledby={`${id}-done ${id}-title`}
            checked={isDone()}
            disabled={!props.canWrite}
            onChange={(event) => props.onDone(event.currentTarget.checked)}
          />
          <span id={`${id}-done`} class="sr-only">
            Done:
          </span>
        </Show>
      </label>
      <div class="min-w-0 flex-1 py-1.5">
        <p class={`[overflow-wrap:anywhere] ${isDone() ? 'text-soft line-through' : 'font-medium'}`}>
          <Show when={props.canWrite} fallback={<span id={`${id}-title`}>{props.task.title}</span>}>
            <button
              type="button"
              id={`${id}-title`}
              class="focusable rounded text-left hover:underline"
              onClick={() => props.onEdit()}
            >
              {props.task.title}
            </button>
          </Show>
        </p>
        <TaskFacts {...props} />
      </div>
      <Show when={props.canWrite}>
        <Menu label={`Actions for ${props.task.title}`} icon="i-lucide-ellipsis-vertical" items={actions()} />
      </Show>
    </li>
  )
}

function TaskFacts(props: TaskRowProps): JSX.Element {
  const isLate = () => props.task.doneAt === null && props.task.dueOn !== null && props.task.dueOn < props.today
  const due = () =>
    props.task.dueOn === null
      ? ''
      : [dayWords(props.task.dueOn, props.today), props.task.dueTime].filter(Boolean).join(', ')
  return (
    <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft empty:hidden">
      <Show when={due()}>
        <span class={isLate() ? 'font-medium text-danger' : ''}>
          <span aria-hidden="true" class={isLate() ? 'i-lucide-calendar-x-2' : 'i-lucide-calendar'} />{' '}
          <span class="sr-only">{isLate() ? 'Overdue since' : 'Due'}</span> {due()}
        </span>
      </Show>
      <Show when={props.task.priority === 'high'}>
        <Badge tone="warn">Important</Badge>
      </Show>
      <Show when={props.assignee}>
        <span class="[overflow-wrap:anywhere]">
          <span aria-hidden="true" class="i-lucide-user-round" /> <span class="sr-only">For</span> {props.assignee}
        </span>
      </Show>
      <Link task={props.task} noun="deal" hides={props.hides} />
      <Link task={props.task} noun="contact" hides={props.hides} />
      <Link task={props.task} noun="company" hides={props.hides} />
    </p>
  )
}

const places = {
  contact: { path: '/crm/contacts', icon: 'i-lucide-contact' },
  company: { path: '/crm/companies', icon: 'i-lucide-building-2' },
  deal: { path: '/crm/deals', icon: 'i-lucide-handshake' },
} as const

function Link(props: {
  readonly task: Task
  readonly noun: keyof typeof places
  readonly hides: string | undefined
}): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Show when={props.noun !== props.hides && props.task[props.noun]}>
      {(to) => (
        <A
          href={workspace().path(`${places[props.noun].path}/${to().id}`)}
          class="focusable inline-flex min-h-6 items-center gap-1 rounded underline-offset-3 hover:underline"
        >
          <span aria-hidden="true" class={places[props.noun].icon} /> {to().name}
        </A>
      )}
    </Show>
  )
}
