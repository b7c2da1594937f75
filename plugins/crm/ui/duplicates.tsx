import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { createPanel, Empty, Page, type Tab, Tabs, useWorkspace } from '#kit'
import { mergingCompanies, mergingContacts } from './duplicates/candidates.ts'
import { DuplicateGroups } from './duplicates/duplicate-groups.tsx'
import { MergeDialog } from './duplicates/merge-dialog.tsx'
import { firstOf } from './query-string.ts'

/** Who is in the lists twice, and making one of them. */
export default function Duplicates(): JSX.Element {
  const workspace = useWorkspace()
  const [search] = useSearchParams<{ kind: string }>()
  const panel = createPanel('merge')
  const ids = () => panel.value()?.split('~')
  const isCompanies = () => firstOf(search.kind) === 'companies'
  const merge = (chosen: readonly string[]) => panel.open(chosen.join('~'))
  const tabs = (): Tab[] => [
    ...(workspace().can('crm.contacts.write')
      ? [
          {
            value: 'contacts',
            label: 'Contacts',
            content: () => <DuplicateGroups kind="contacts" onMerge={merge} />,
          },
        ]
      : []),
    ...(workspace().can('crm.companies.write')
      ? [
          {
            value: 'companies',
            label: 'Companies',
            content: () => <DuplicateGroups kind="companies" onMerge={merge} />,
          },
        ]
      : []),
  ]
  return (
    <Page title="Duplicates" lead="Who seems to be in your lists more than once. Look at them, and make one of them.">
      <Show
        when={tabs().length > 0}
        fallback={
          <Empty icon="i-lucide-lock" title="You cannot change contacts here">
            Ask somebody who manages this workspace to let you.
          </Empty>
        }
      >
        <Tabs label="What is looked through" name="kind" tabs={tabs()} />
        <Show
          when={isCompanies()}
          fallback={<MergeDialog merging={mergingContacts} ids={ids()} onClose={panel.close} onMerged={panel.close} />}
        >
          <MergeDialog merging={mergingCompanies} ids={ids()} onClose={panel.close} onMerged={panel.close} />
        </Show>
      </Show>
    </Page>
  )
}
