import { useSearchParams } from '@solidjs/router'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Badge,
  Button,
  Choice,
  Empty,
  ErrorNote,
  Keyed,
  known,
  notify,
  Page,
  relativeTime,
  Skeleton,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from './desk.ts'
import { may } from './may.ts'
import { keyOf, useServices } from './queries.ts'
import { firstOf, toQuery } from './query-string.ts'
import type { Paged, Waiting } from './types.ts'
import { dayWords, longDay, optionsOf } from './words.ts'

const states = {
  waiting: { label: 'Waits', tone: 'plain' },
  offered: { label: 'A time is offered', tone: 'warn' },
  booked: { label: 'Booked', tone: 'good' },
  over: { label: 'Found nothing', tone: 'plain' },
  left: { label: 'Left', tone: 'plain' },
} as const

/** Who waits for a time, in their turn. */
export default function WaitingPage(): JSX.Element {
  const workspace = useWorkspace()
  const services = useServices()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const filter = () => ({ serviceId: firstOf(search.service), state: firstOf(search.state) })
  const query = useInfiniteQuery(() => ({
    queryKey: keyOf(workspace().slug, 'waiting', filter()),
    queryFn: ({ pageParam }) =>
      workspace().api<Paged<Waiting>>(`/booking/waiting?${toQuery({ ...filter(), limit: 50, cursor: pageParam })}`),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Waiting>) => page.nextCursor,
  }))
  const all = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  return (
    <Page title="Waiting list" lead="When a time becomes free it is offered to them, one after the other.">
      <section aria-label="Find somebody" class="grid grid-cols-2 gap-3 sm:max-w-lg [&>div]:min-w-0">
        <Choice
          label="Service"
          class="min-h-10.5"
          options={optionsOf(services.all(), 'All services')}
          value={filter().serviceId}
          onChange={(event) => setSearch({ service: event.currentTarget.value }, { replace: true })}
        />
        <Choice
          label="State"
          class="min-h-10.5"
          options={[
            { value: '', label: 'All' },
            ...Object.entries(states).map(([value, { label }]) => ({ value, label })),
          ]}
          value={filter().state}
          onChange={(event) => setSearch({ state: event.currentTarget.value }, { replace: true })}
        />
      </section>
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={all().length > 0}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
          <ul class="card flex flex-col divide-y divide-line">
            <Keyed each={all()}>{(waiting) => <WaitingRow waiting={waiting()} />}</Keyed>
          </ul>
          <Show when={query.hasNextPage}>
            <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </Show>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
        <Match when={query.isSuccess}>
          <div class="card">
            <Empty icon="i-lucide-hourglass" title="Nobody waits">
              Switch the waiting list on in a service. Whoever finds nothing free there can wait for a time.
            </Empty>
          </div>
        </Match>
      </Switch>
    </Page>
  )
}

function WaitingRow(props: { readonly waiting: Waiting }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const isOpen = () => props.waiting.state === 'waiting' || props.waiting.state === 'offered'
  const days = () => {
    const { fromDay, toDay } = props.waiting
    return fromDay === toDay ? dayWords(fromDay) : `${dayWords(fromDay)} – ${dayWords(toDay)}`
  }
  const remove = () =>
    workspace()
      .api(`/booking/waiting/${props.waiting.id}`, { method: 'DELETE' })
      .then(() => notify.done(`${props.waiting.customer.name} waits no longer`))
      .then(() => refresh(desk()))
      .catch(notify.failed)
  return (
    <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-4">
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
          {props.waiting.customer.name}
          <Badge tone={states[props.waiting.state].tone}>{states[props.waiting.state].label}</Badge>
        </p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          {props.waiting.service.name}, {days()}
          <Show when={props.waiting.party > 1}>, {props.waiting.party} people</Show>
        </p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          {[
            props.waiting.customer.phone,
            props.waiting.customer.email,
            `waits since ${relativeTime(props.waiting.createdAt)}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
        <Show when={props.waiting.offer}>
          {(offer) => (
            <p class="text-sm text-warn">
              {longDay(offer().startsAt, workspace().timeZone)} is held for them, {relativeTime(offer().until)} at the
              latest
            </p>
          )}
        </Show>
      </div>
      <Show when={isOpen() && workspace().can(may.writeBookings)}>
        <Button look="quiet" icon="i-lucide-x" onClick={() => void remove()}>
          Take off the list<span class="sr-only">: {props.waiting.customer.name}</span>
        </Button>
      </Show>
    </li>
  )
}
