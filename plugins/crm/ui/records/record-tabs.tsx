import type { JSX } from 'solid-js'
import { type Tab, Tabs, useWorkspace } from '#kit'
import type { About } from '../about.ts'
import { RecordDeals } from '../deals/record-deals.tsx'
import { NoteList } from '../notes/note-list.tsx'
import { RecordTasks } from '../tasks/record-tasks.tsx'
import { Timeline } from '../timeline/timeline.tsx'

export interface RecordTabsProps {
  readonly about: About
  readonly createdAt: string
  /** Tabs of its own, before the others. */
  readonly first?: readonly Tab[]
}

/** What stands with a record: what happened, its deals, tasks and notes, as far as the person may see them. */
export function RecordTabs(props: RecordTabsProps): JSX.Element {
  const workspace = useWorkspace()
  const may = (permission: string, tab: Tab) => (workspace().can(permission) ? [tab] : [])
  const tabs = (): Tab[] => [
    ...(props.first ?? []),
    {
      value: 'history',
      label: 'What happened',
      content: () => <Timeline about={props.about} createdAt={props.createdAt} />,
    },
    ...(props.about.noun === 'deal'
      ? []
      : may('crm.deals.read', { value: 'deals', label: 'Deals', content: () => <RecordDeals about={props.about} /> })),
    ...may('crm.tasks.read', { value: 'tasks', label: 'Tasks', content: () => <RecordTasks about={props.about} /> }),
    ...may('crm.notes.read', { value: 'notes', label: 'Notes', content: () => <NoteList about={props.about} /> }),
  ]
  return (
    <section class="card min-w-0 p-4 sm:p-6" aria-label={`More about ${props.about.name}`}>
      <Tabs label={`More about ${props.about.name}`} tabs={tabs()} />
    </section>
  )
}
