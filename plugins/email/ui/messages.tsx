import { type JSX, Show } from 'solid-js'
import { formatNumber, known, LinkButton, Page, Tabs, useWorkspace } from '#kit'
import { DomainTab } from './domain-tab.tsx'
import { LookTab } from './look-tab.tsx'
import { MessageDialog } from './message-dialog.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { useOverview } from './queries.ts'
import { SuppressionsTab } from './suppressions-tab.tsx'

/** The mail that this workspace sends: what was sent, how it looks, who gets none, and what others think of the domain. */
export default function Mail(): JSX.Element {
  const workspace = useWorkspace()
  const overview = useOverview()
  const today = () => known(overview)?.today
  const tabs = () => [
    { value: 'sent', label: 'Sent mail', content: () => <MessagesTab /> },
    { value: 'look', label: 'How it looks', content: () => <LookTab /> },
    ...(workspace().can('email.suppressions.manage')
      ? [{ value: 'stopped', label: 'Who gets none', content: () => <SuppressionsTab /> }]
      : []),
    { value: 'domain', label: 'Your domain', content: () => <DomainTab /> },
  ]
  return (
    <Page
      title="Mail"
      lead="What your workspace writes to your customers, and what became of it."
      actions={
        <Show when={workspace().can('plugins.manage')}>
          <LinkButton href={workspace().path('/connectors?open=email')} icon="i-lucide-plug">
            Connection
          </LinkButton>
        </Show>
      }
    >
      <Show when={known(overview)?.missing}>
        {(missing) => (
          <div class="flex items-start gap-3 rounded-lg bg-warn-soft px-4 py-3 text-warn">
            <span aria-hidden="true" class="i-lucide-triangle-alert mt-1 shrink-0" />
            <p class="min-w-0">No mail can be sent yet. {missing()}</p>
          </div>
        )}
      </Show>
      <Show when={today()}>
        {(counted) => (
          <p class="text-soft">
            {formatNumber(counted().used)} of {formatNumber(counted().limit)} mails of your plan are used today.
          </p>
        )}
      </Show>
      <Tabs label="Mail" tabs={tabs()} />
      <MessageDialog />
    </Page>
  )
}
