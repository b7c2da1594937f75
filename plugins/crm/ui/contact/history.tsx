import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, formatDateTime, known, relativeTime, Skeleton, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Contact } from '../types.ts'
import { actorWords, entryWords, type LedgerEntry } from './history-words.ts'

interface LedgerPage {
  readonly data: readonly LedgerEntry[]
  readonly nextCursor: string | null
}

/** What happened to a contact and by whom, the newest first. */
export function History(props: { readonly contact: Contact }): JSX.Element {
  const workspace = useWorkspace()
  const record = useInfiniteQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'history', props.contact.id],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<LedgerPage>(`/audit?${toQuery({ subject: props.contact.id, limit: 20, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: LedgerPage) => page.nextCursor,
  }))
  const people = useQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'people'],
    queryFn: () => workspace().api<{ data: { id: string; name: string }[] }>('/members?limit=100'),
    enabled: workspace().can('members.read'),
  }))
  const names = createMemo(() => new Map(known(people)?.data.map(({ id, name }) => [id, name]) ?? []))
  const entries = createMemo(() => known(record)?.pages.flatMap((page) => page.data) ?? [])
  // An import is one record for thousands of contacts; their own history begins with the day they came.
  const lacksBeginning = () =>
    record.isSuccess && !record.hasNextPage && !entries().some(({ action }) => action === 'crm.contact.created')
  return (
    <section aria-labelledby="history" class="card p-4 sm:p-6">
      <h2 id="history" class="mb-4 text-lg font-semibold">
        What happened
      </h2>
      <ErrorNote error={record.error} retry={() => void record.refetch()} />
      <Show when={!record.isPending} fallback={<Skeleton rows={2} />}>
        <ol class="flex flex-col gap-4 border-l-2 border-line pl-4">
          <For each={entries()}>
            {(entry) => <Moment at={entry.at} what={entryWords(entry)} who={actorWords(entry.actor, names())} />}
          </For>
          <Show when={lacksBeginning()}>
            <Moment at={props.contact.createdAt} what="Came with an import" who="" />
          </Show>
        </ol>
        <Show when={record.hasNextPage}>
          <Button
            class="mt-4"
            look="quiet"
            busy={record.isFetchingNextPage}
            onClick={() => void record.fetchNextPage()}
          >
            Show earlier
          </Button>
        </Show>
      </Show>
    </section>
  )
}

function Moment(props: { readonly at: string; readonly what: string; readonly who: string }): JSX.Element {
  return (
    <li class="relative">
      <span aria-hidden="true" class="absolute -left-[1.4rem] top-2 h-2 w-2 rounded-full bg-accent" />
      <p class="[overflow-wrap:anywhere]">{props.what}</p>
      <p class="text-sm text-soft">
        {props.who}
        {props.who === '' ? '' : ', '}
        <time dateTime={props.at} title={formatDateTime(props.at)}>
          {relativeTime(props.at)}
        </time>
      </p>
    </li>
  )
}
