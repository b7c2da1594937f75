import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, formatDateTime, known, PersonPicture, relativeTime, Skeleton, useWorkspace } from '#kit'
import type { About } from '../about.ts'
import { usePeople } from '../people/people.ts'
import { usePipelines } from '../pipelines/pipelines.ts'
import { toQuery } from '../query-string.ts'
import { timelineKey } from '../records/keys.ts'
import type { Paged } from '../types.ts'
import { actorWords, iconOf, type TimelineEntry, timelineWords } from './timeline-words.ts'

export interface TimelineProps {
  readonly about: About
  /** When the record came to be, for those whose beginning no entry tells of: an import is one entry for thousands. */
  readonly createdAt: string
}

/** Everything that happened to a record and around it, in every module, the newest first. */
export function Timeline(props: TimelineProps): JSX.Element {
  const workspace = useWorkspace()
  const pipelines = usePipelines()
  const subject = () => `${props.about.noun}:${props.about.id}`
  const query = useInfiniteQuery(() => ({
    queryKey: [...timelineKey(workspace().slug), subject()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<TimelineEntry>>(
        `/timeline?${toQuery({ subject: subject(), limit: 25, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: Paged<TimelineEntry>) => page.nextCursor,
  }))
  const entries = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  const people = usePeople()
  const pictureOf = ({ actor }: TimelineEntry) =>
    actor.startsWith('person:') ? people.pictureOf(actor.slice('person:'.length)) : undefined
  const sources = { stage: (id: string) => pipelines.stage(id)?.name }
  const lacksBeginning = () =>
    query.isSuccess &&
    !query.hasNextPage &&
    !entries().some(({ action, subject: told }) => action.endsWith('.created') && told === subject())
  return (
    <div>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={3} />}>
        <ol class="flex flex-col gap-4" aria-label="What happened, the newest first">
          <For each={entries()}>
            {(entry) => (
              <Moment
                icon={iconOf(entry)}
                at={entry.at}
                what={timelineWords(entry, sources)}
                who={actorWords(entry)}
                picture={pictureOf(entry)}
              />
            )}
          </For>
          <Show when={lacksBeginning()}>
            <Moment icon="i-lucide-upload" at={props.createdAt} what="Came with an import" who="" picture={undefined} />
          </Show>
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

function Moment(props: {
  readonly icon: string
  readonly at: string
  readonly what: string
  readonly who: string
  /** Of who did it; null without one, undefined where it was no person. */
  readonly picture: string | null | undefined
}): JSX.Element {
  return (
    <li class="flex gap-3">
      <span
        aria-hidden="true"
        class="mt-0.5 grid h-8 w-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent"
      >
        <span class={props.icon} />
      </span>
      <div class="min-w-0">
        <p class="[overflow-wrap:anywhere]">{props.what}</p>
        <p class="flex items-center gap-1.5 text-sm text-soft">
          <Show when={props.picture !== undefined}>
            <PersonPicture name={props.who} url={props.picture} class="h-5 w-5 text-[0.625rem]" />
          </Show>
          <span class="min-w-0 [overflow-wrap:anywhere]">
            {props.who}
            {props.who === '' ? '' : ', '}
            <time dateTime={props.at} title={formatDateTime(props.at)}>
              {relativeTime(props.at)}
            </time>
          </span>
        </p>
      </div>
    </li>
  )
}
