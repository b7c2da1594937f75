import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, Empty, formatDateTime, LinkButton, Loaded, Note, Page, relativeTime, useWorkspace } from '#kit'
import { Filters } from './activity/filters.tsx'
import { createFilter, type Entry, useEntries, useKeyNames } from './activity/queries.ts'
import { RecordActions } from './activity/record-actions.tsx'
import { type Names, tell, tellActor } from './activity/tell.ts'
import { useConnectors } from './connectors/queries.ts'
import { useMembers } from './members/queries.ts'
import { useModules } from './modules/queries.ts'

/** The record of what happened here: who did what, and when. */
export default function Activity(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Page
      title="Activity"
      lead="The record of what happened in this workspace. Nobody can change it."
      actions={
        <Show when={workspace().can('webhooks.manage')}>
          <LinkButton href={workspace().path('/undone')}>What was not done</LinkButton>
        </Show>
      }
    >
      <Show
        when={workspace().can('audit.read')}
        fallback={<Note icon="i-lucide-lock">Owners and managers read the record.</Note>}
      >
        <Ledger />
      </Show>
    </Page>
  )
}

function Ledger(): JSX.Element {
  const filter = createFilter()
  const entries = useEntries(filter.filter)
  const [members, keys, modules, connectors] = [useMembers(), useKeyNames(), useModules(), useConnectors()]
  const people = () => (members.isSuccess ? members.data : [])
  const plugins = () => [
    ...(modules.isSuccess ? modules.data.data : []),
    ...(connectors.isSuccess ? connectors.data.data : []),
  ]
  const names: Names = {
    person: (id) => people().find((person) => person.id === id)?.name,
    key: (id) => (keys.isSuccess ? keys.data.find((key) => key.id === id)?.name : undefined),
    plugin: (id) => plugins().find((plugin) => plugin.id === id)?.title,
  }
  return (
    <>
      <Filters {...filter} people={people()} plugins={plugins()} />
      <RecordActions filter={filter.filter()} />
      <section aria-label="What happened" class="card" aria-busy={entries.isFetching}>
        <Loaded query={entries} rows={8}>
          {(found) => (
            <Show
              when={found().pages.some(({ data }) => data.length > 0)}
              fallback={<Nothing isFiltered={filter.isOn()} clear={filter.clear} />}
            >
              <ol class="divide-y divide-line">
                <For each={found().pages}>
                  {(page) => <For each={page.data}>{(entry) => <Row entry={entry} names={names} />}</For>}
                </For>
              </ol>
            </Show>
          )}
        </Loaded>
      </section>
      <Show when={entries.hasNextPage}>
        <Button class="self-center" busy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </>
  )
}

function Nothing(props: { readonly isFiltered: boolean; readonly clear: () => void }): JSX.Element {
  return (
    <Show
      when={props.isFiltered}
      fallback={
        <Empty icon="i-lucide-history" title="Nothing has happened yet">
          What people and programs do here is listed from now on.
        </Empty>
      }
    >
      <Empty
        icon="i-lucide-search-x"
        title="Nothing like that happened"
        action={<Button onClick={() => props.clear()}>Show everything</Button>}
      >
        Try another person, another kind or other days.
      </Empty>
    </Show>
  )
}

function Row(props: { readonly entry: Entry; readonly names: Names }): JSX.Element {
  const plugin = () => props.names.plugin(props.entry.action.split('.')[0] ?? '')
  return (
    <li class="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3">
      <p class="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <span class="font-medium">{tellActor(props.entry, props.names)}</span> {tell(props.entry, props.names)}{' '}
        <Show when={plugin()}>{(title) => <Badge>{title()}</Badge>}</Show>
      </p>
      <time datetime={props.entry.at} title={formatDateTime(props.entry.at)} class="text-sm text-soft">
        {relativeTime(props.entry.at)}, {formatDateTime(props.entry.at)}
      </time>
    </li>
  )
}
