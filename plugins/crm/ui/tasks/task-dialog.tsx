import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Choice,
  createForm,
  DateField,
  Dialog,
  ErrorNote,
  known,
  notify,
  Skeleton,
  TextArea,
  TextField,
  TimeField,
  useWorkspace,
} from '#kit'
import type { About } from '../about.ts'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { ContactChooser } from '../choosers/contact-chooser.tsx'
import { DealChooser } from '../choosers/deal-chooser.tsx'
import { usePeople } from '../people/people.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import { copyOf } from '../records/copy-of.ts'
import { useDesk } from '../records/desk.ts'
import { recordKey } from '../records/keys.ts'
import { saveRecord } from '../records/save-record.ts'
import type { Named, Task } from '../types.ts'
import { addTask } from './change-task.ts'
import { priorities } from './task-shape.ts'

export interface TaskDialogProps {
  /** A task's id, `new`, or undefined while it is closed. */
  readonly id: string | undefined
  readonly onClose: () => void
  /** What a new task is kept with. */
  readonly about?: About
}

/** A task to add or change. */
export function TaskDialog(props: TaskDialogProps): JSX.Element {
  return (
    <Dialog
      title={props.id === 'new' ? 'New task' : 'Change the task'}
      open={props.id !== undefined}
      onClose={props.onClose}
    >
      <Show when={props.id} keyed>
        {(id) => (id === 'new' ? <TaskForm {...props} /> : <KnownTask id={id} onClose={props.onClose} />)}
      </Show>
    </Dialog>
  )
}

function KnownTask(props: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'task', props.id),
    queryFn: () => workspace().api<Task>(`/crm/tasks/${props.id}`),
    // The form begins with the task as it is now.
    gcTime: 0,
    staleTime: 0,
  }))
  return (
    <Switch fallback={<Skeleton rows={5} />}>
      <Match when={known(query)}>{(task) => <TaskForm task={copyOf(task())} onClose={props.onClose} />}</Match>
      <Match when={query.error}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </Match>
    </Switch>
  )
}

interface TaskFormProps {
  readonly task?: Task
  readonly about?: About
  readonly onClose: () => void
}

function TaskForm(props: TaskFormProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const people = usePeople()
  // What the form began with.
  const { task, about } = props
  const linked = (noun: About['noun']): Named | null =>
    about?.noun === noun ? { id: about.id, name: about.name } : (task?.[noun] ?? null)
  const [contact, setContact] = createSignal(linked('contact'))
  const [company, setCompany] = createSignal(linked('company'))
  const [deal, setDeal] = createSignal(linked('deal'))
  const [assignee, setAssignee] = createSignal<string | null | undefined>(task?.assigneeId)
  const assigneeId = () => (assignee() === undefined ? (people.me() ?? null) : (assignee() ?? null))
  const form = createForm(async (data) => {
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const values = {
      title: text('title'),
      dueOn: text('dueOn') || null,
      dueTime: text('dueTime').slice(0, 5) || null,
      priority: text('priority') as Task['priority'],
      notes: text('notes') || null,
      assigneeId: assigneeId(),
    }
    const links = { contactId: contact()?.id ?? null, companyId: company()?.id ?? null, dealId: deal()?.id ?? null }
    if (task === undefined) await addTask(desk(), { ...values, ...links })
    else {
      const patch = changesOf({ ...values, ...links }, task)
      const ahead = { ...values, contact: contact(), company: company(), deal: deal() }
      const isChanged = (name: string) => name in patch || `${name}Id` in patch
      await saveRecord(desk(), {
        kind: 'tasks',
        record: task,
        patch,
        ahead: Object.fromEntries(Object.entries(ahead).filter(([name]) => isChanged(name))),
      })
    }
    notify.done(task === undefined ? `Added: ${values.title}` : 'Saved')
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextField
        label="What is to do?"
        name="title"
        maxlength={200}
        autocomplete="off"
        autofocus
        value={task?.title ?? ''}
        error={form.wrong('title')}
      />
      <div class="grid gap-4 sm:grid-cols-2">
        <DateField label="Due on" name="dueOn" value={task?.dueOn ?? ''} error={form.wrong('dueOn')} />
        <TimeField label="At" name="dueTime" value={task?.dueTime ?? ''} error={form.wrong('dueTime')} />
        <PersonChoice
          label="For"
          none="Nobody yet"
          value={assigneeId()}
          onChange={setAssignee}
          error={form.wrong('assigneeId')}
        />
        <Choice
          label="How important"
          name="priority"
          class="min-h-10.5"
          options={priorities}
          value={task?.priority ?? 'normal'}
          error={form.wrong('priority')}
        />
      </div>
      <Show when={workspace().can('crm.contacts.read')}>
        <ContactChooser label="Contact" value={contact()} onChange={setContact} error={form.wrong('contactId')} />
      </Show>
      <Show when={workspace().can('crm.companies.read')}>
        <CompanyChooser
          label="Company"
          canAdd
          value={company()}
          onChange={setCompany}
          error={form.wrong('companyId')}
        />
      </Show>
      <Show when={workspace().can('crm.deals.read')}>
        <DealChooser label="Deal" value={deal()} onChange={setDeal} error={form.wrong('dealId')} />
      </Show>
      <TextArea label="Notes" name="notes" rows={3} value={task?.notes ?? ''} error={form.wrong('notes')} />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          {task === undefined ? 'Add task' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

/** Only what was changed here is sent, so nothing else can be overwritten. */
function changesOf(values: Readonly<Record<string, unknown>>, task: Task): Record<string, unknown> {
  const before: Readonly<Record<string, unknown>> = {
    ...task,
    contactId: task.contact?.id ?? null,
    companyId: task.company?.id ?? null,
    dealId: task.deal?.id ?? null,
  }
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== before[name]))
}
