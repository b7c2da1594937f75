import { useSearchParams } from '@solidjs/router'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Badge,
  Button,
  Choice,
  type Column,
  createPanel,
  Empty,
  ErrorNote,
  known,
  relativeTime,
  SearchField,
  Skeleton,
  Table,
} from '#kit'
import type { Message } from '../contract.ts'
import { useMessages } from './queries.ts'
import { firstOf } from './query-string.ts'
import { stateOf, states } from './words.ts'

const stateOptions = [
  { value: '', label: 'All mail' },
  ...Object.entries(states).map(([value, { word }]) => ({ value, label: word })),
]

/** What was sent, the newest first. */
export function MessagesTab(): JSX.Element {
  const [search, setSearch] = useSearchParams<Record<'q' | 'state', string>>()
  const panel = createPanel('mail')
  const filter = createMemo(() => ({ q: firstOf(search.q), state: firstOf(search.state) }))
  const query = useMessages(filter)
  const messages = createMemo(() => known(query)?.pages.flatMap((page) => page.data) ?? [])
  const isFiltered = () => filter().q !== '' || filter().state !== ''
  const columns: readonly Column<Message>[] = [
    {
      id: 'subject',
      title: 'Subject',
      isName: true,
      cell: (message) => (
        <button
          type="button"
          class="focusable min-h-8 rounded text-left font-medium underline decoration-line underline-offset-4 hover:decoration-current"
          onClick={() => panel.open(message.id)}
        >
          {message.subject}
        </button>
      ),
    },
    { id: 'to', title: 'To', cell: (message) => message.to },
    {
      id: 'state',
      title: 'State',
      cell: (message) => (
        <span class="whitespace-nowrap">
          <Badge tone={stateOf(message).tone}>{stateOf(message).word}</Badge>
        </span>
      ),
    },
    {
      id: 'created',
      title: 'When',
      cell: (message) => <time datetime={message.createdAt}>{relativeTime(message.createdAt)}</time>,
    },
  ]
  return (
    <div class="flex flex-col gap-4">
      <Show when={isFiltered() || messages().length > 0}>
        <div class="grid items-end gap-3 sm:grid-cols-[1fr_14rem]">
          <SearchField
            label="Search by address or subject"
            value={filter().q}
            onSearch={(q) => setSearch({ q }, { replace: true })}
          />
          <Choice
            label="Show"
            options={stateOptions}
            value={filter().state}
            onChange={(event) => setSearch({ state: event.currentTarget.value }, { replace: true })}
          />
        </div>
      </Show>
      <Switch>
        <Match when={query.error && messages().length === 0}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
        <Match when={query.isPending}>
          <Skeleton rows={6} />
        </Match>
        <Match when={messages().length === 0 && isFiltered()}>
          <Empty
            icon="i-lucide-search-x"
            title="No such mail"
            action={<Button onClick={() => setSearch({ q: '', state: '' })}>Show all mail</Button>}
          >
            Try fewer letters, or another state.
          </Empty>
        </Match>
        <Match when={messages().length === 0}>
          <div class="card">
            <Empty icon="i-lucide-mail" title="No mail yet">
              As soon as a module writes to somebody, such as a confirmation, you see here what became of it.
            </Empty>
          </div>
        </Match>
        <Match when={true}>
          <div class={`card transition-opacity ${query.isPlaceholderData ? 'opacity-60' : ''}`}>
            <Table label="Mail" columns={columns} rows={messages()} />
          </div>
          <ErrorNote error={query.error} retry={() => void query.fetchNextPage()} />
          <Show when={query.hasNextPage}>
            <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </Show>
        </Match>
      </Switch>
    </div>
  )
}
