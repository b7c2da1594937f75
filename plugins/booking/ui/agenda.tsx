import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Choice,
  DateField,
  dayOf,
  Empty,
  ErrorNote,
  isDay,
  known,
  LinkButton,
  Page,
  SearchField,
  Skeleton,
  startOfDay,
  useWorkspace,
} from '#kit'
import { BookingRows } from './agenda/booking-rows.tsx'
import { may } from './may.ts'
import { keyOf, useResources, useServices } from './queries.ts'
import { firstOf, toQuery } from './query-string.ts'
import type { Booking, Paged } from './types.ts'
import { useToday } from './use-now.ts'
import { dayWords, optionsOf, statusWords } from './words.ts'

const states = [
  { value: '', label: 'All that hold' },
  { value: 'pending', label: statusWords.pending.label },
  { value: 'confirmed', label: statusWords.confirmed.label },
  { value: 'noShow', label: statusWords.noShow.label },
  { value: 'cancelled,declined', label: 'Cancelled or declined' },
]
const names = ['q', 'state', 'who', 'service', 'session', 'series'] as const

/** Bookings as a list, day after day. */
export default function Agenda(): JSX.Element {
  const workspace = useWorkspace()
  const today = useToday()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const read = (name: string) => firstOf(search[name])
  const from = () => (isDay(read('from')) ? read('from') : today())
  // A series or a class is looked at as a whole, its past too.
  const isWhole = () => read('session') !== '' || read('series') !== ''
  const asked = createMemo(() =>
    toQuery({
      from: isWhole() && read('from') === '' ? '' : new Date(startOfDay(from(), workspace().timeZone)).toISOString(),
      q: read('q'),
      status: read('state') || 'pending,confirmed,noShow',
      resourceId: read('who'),
      serviceId: read('service'),
      sessionId: read('session'),
      seriesId: read('series'),
      limit: 50,
    }),
  )
  const query = useInfiniteQuery(() => ({
    queryKey: keyOf(workspace().slug, 'agenda', asked()),
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<Booking>>(`/booking/bookings?${asked()}&${toQuery({ cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Booking>) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const days = createMemo(() => {
    const found = new Map<string, Booking[]>()
    for (const booking of known(query)?.pages.flatMap(({ data }) => data) ?? []) {
      const day = dayOf(Date.parse(booking.startsAt), workspace().timeZone)
      found.set(day, [...(found.get(day) ?? []), booking])
    }
    return [...found]
  })
  const isFiltered = () => names.some((name) => read(name) !== '')
  const showAll = () => setSearch(Object.fromEntries(names.map((name) => [name, undefined])))
  const heading = (day: string) => (day === today() ? `Today, ${dayWords(day, 'long')}` : dayWords(day, 'long'))
  return (
    <Page
      title="Agenda"
      lead="Who comes when, day after day."
      actions={
        <Show when={workspace().can(may.writeBookings)}>
          <LinkButton look="primary" icon="i-lucide-plus" href={workspace().path('/booking/calendar?new=1')}>
            New booking
          </LinkButton>
        </Show>
      }
    >
      <Filters
        read={read}
        from={from()}
        isFiltered={isFiltered()}
        onChange={(part) => setSearch(part, { replace: true })}
        onShowAll={showAll}
      />
      <Switch fallback={<Skeleton rows={8} />}>
        <Match when={days().length > 0}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
          <For each={days()}>
            {([day, bookings]) => (
              <section class="card p-4" aria-labelledby={`day-${day}`}>
                <h2 id={`day-${day}`} class="mb-1 px-2 text-lg font-semibold">
                  {heading(day)}
                </h2>
                <BookingRows bookings={bookings} />
              </section>
            )}
          </For>
          <Show when={query.hasNextPage}>
            <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show later ones
            </Button>
          </Show>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
        <Match when={query.isSuccess}>
          <div class="card">
            <Empty
              icon="i-lucide-calendar-off"
              title={isFiltered() ? 'No booking fits' : 'Nothing is booked from here on'}
              action={
                <Show
                  when={isFiltered()}
                  fallback={
                    <LinkButton href={workspace().path('/booking/share')}>Show your booking page around</LinkButton>
                  }
                >
                  <Button onClick={showAll}>Show all bookings</Button>
                </Show>
              }
            >
              {isFiltered()
                ? 'Ask for less at once, or begin on an earlier day.'
                : 'Your customers book on your own page, day and night.'}
            </Empty>
          </div>
        </Match>
      </Switch>
    </Page>
  )
}

interface FiltersProps {
  readonly read: (name: string) => string
  readonly from: string
  readonly isFiltered: boolean
  readonly onChange: (part: Record<string, string>) => void
  readonly onShowAll: () => void
}

function Filters(props: FiltersProps): JSX.Element {
  const [resources, services] = [useResources(), useServices()]
  return (
    <section aria-label="Find bookings" class="flex flex-col gap-3">
      <SearchField
        label="Search by name, phone or email"
        value={props.read('q')}
        onSearch={(q) => props.onChange({ q })}
      />
      <div class="grid grid-cols-2 items-end gap-3 sm:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] [&>div]:min-w-0">
        <DateField label="From" value={props.from} onChange={(day) => props.onChange({ from: day ?? '' })} />
        <Choice
          label="Whose"
          class="min-h-10.5"
          options={optionsOf(resources.all(), 'Everybody')}
          value={props.read('who')}
          onChange={(event) => props.onChange({ who: event.currentTarget.value })}
        />
        <Choice
          label="Service"
          class="min-h-10.5"
          options={optionsOf(services.all(), 'All services')}
          value={props.read('service')}
          onChange={(event) => props.onChange({ service: event.currentTarget.value })}
        />
        <Choice
          label="State"
          class="min-h-10.5"
          options={states}
          value={props.read('state')}
          onChange={(event) => props.onChange({ state: event.currentTarget.value })}
        />
        <Show when={props.isFiltered}>
          <Button look="quiet" icon="i-lucide-x" onClick={() => props.onShowAll()}>
            Show all
          </Button>
        </Show>
      </div>
    </section>
  )
}
