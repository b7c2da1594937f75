import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, formatDateTime, known, relativeTime, Skeleton, useWorkspace } from '#kit'
import { keyOf } from '../queries.ts'
import { toQuery } from '../query-string.ts'
import type { Paged } from '../types.ts'
import { actorWords, iconOf, type TimelineEntry, timelineWords } from './timeline-words.ts'

/** Everything that happened with a booking, the newest first. */
export function Timeline(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const query = useInfiniteQuery(() => ({
    queryKey: keyOf(workspace().slug, 'timeline', props.id),
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<TimelineEntry>>(
        `/timeline?${toQuery({ subject: `booking:${props.id}`, limit: 25, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: Paged<TimelineEntry>) => page.nextCursor,
  }))
  const entries = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  return (
    <div>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={3} />}>
        <ol class="flex flex-col gap-4" aria-label="What happened, the newest first">
          <For each={entries()}>{(entry) => <Moment entry={entry} timeZone={workspace().timeZone} />}</For>
        </ol>
        <Show when={query.hasNextPage}>
          <Button class="mt-4" look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier
          </Button>
        </Show>
      </Show>
    </div>
  )
}

function Moment(props: { readonly entry: TimelineEntry; readonly timeZone: string }): JSX.Element {
  const who = () => actorWords(props.entry)
  return (
    <li class="flex gap-3">
      <span
        aria-hidden="true"
        class="mt-0.5 grid h-8 w-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent"
      >
        <span class={iconOf(props.entry)} />
      </span>
      <div class="min-w-0">
        <p class="[overflow-wrap:anywhere]">{timelineWords(props.entry, props.timeZone)}</p>
        <p class="text-sm text-soft">
          {who()}
          {who() === '' ? '' : ', '}
          <time dateTime={props.entry.at} title={formatDateTime(props.entry.at)}>
            {relativeTime(props.entry.at)}
          </time>
        </p>
      </div>
    </li>
  )
}
