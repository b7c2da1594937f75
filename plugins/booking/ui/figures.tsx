import { useSearchParams } from '@solidjs/router'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { addDays, Bars, Choice, ErrorNote, known, Page, Skeleton, Spark } from '#kit'
import { FigureList, shareWords } from './figures/figure-list.tsx'
import { type DashboardFilter, useDashboard } from './figures/use-dashboard.ts'
import { useResources, useServices } from './queries.ts'
import { firstOf } from './query-string.ts'
import type { Dashboard } from './types.ts'
import { useToday } from './use-now.ts'
import { countBookings, dayWords, optionsOf } from './words.ts'

const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
  { value: '365', label: 'The last 12 months' },
  { value: 'ahead', label: 'The next 30 days' },
]

/** How the business is booked: how full, how much, who did not come. */
export default function Figures(): JSX.Element {
  const today = useToday()
  const [services, resources] = [useServices(), useResources()]
  const [search, setSearch] = useSearchParams<Record<'days' | 'service' | 'who', string>>()
  const filter = createMemo(
    (): DashboardFilter => ({
      ...daysOf(firstOf(search.days), today()),
      serviceId: firstOf(search.service),
      resourceId: firstOf(search.who),
    }),
    undefined,
    { equals: (a: DashboardFilter, b: DashboardFilter) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const query = useDashboard(filter)
  return (
    <Page title="Figures" lead="How full it is, what it is worth, and who did not come.">
      <section aria-label="What to look at" class="grid grid-cols-2 gap-3 sm:max-w-2xl sm:grid-cols-3 [&>div]:min-w-0">
        <Choice
          label="Days"
          class="min-h-10.5"
          options={spans}
          value={firstOf(search.days)}
          onChange={(event) => setSearch({ days: event.currentTarget.value })}
        />
        <Choice
          label="Service"
          class="min-h-10.5"
          options={optionsOf(services.all(), 'All services')}
          value={filter().serviceId}
          onChange={(event) => setSearch({ service: event.currentTarget.value })}
        />
        <Choice
          label="Whose"
          class="min-h-10.5"
          options={optionsOf(resources.all(), 'Everybody')}
          value={filter().resourceId}
          onChange={(event) => setSearch({ who: event.currentTarget.value })}
        />
      </section>
      <Switch fallback={<Skeleton rows={8} />}>
        <Match when={known(query)}>
          {(dashboard) => (
            <div class={`flex flex-col gap-6 ${query.isPlaceholderData ? 'opacity-60' : ''}`}>
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
              <FigureList dashboard={dashboard()} />
              <Charts dashboard={dashboard()} />
            </div>
          )}
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
    </Page>
  )
}

function Charts(props: { readonly dashboard: Dashboard }): JSX.Element {
  const byDay = () => props.dashboard.byDay.map(({ day, bookings }) => ({ label: dayWords(day), value: bookings }))
  const byResource = () =>
    props.dashboard.byResource.map(({ name, bookings, utilisation, bookedHours, openHours }) => ({
      label: name,
      hint: `${countBookings(bookings)}, ${Math.round(bookedHours)} of ${Math.round(openHours)} hours`,
      value: utilisation ?? 0,
      words: shareWords(utilisation),
    }))
  const byService = () =>
    props.dashboard.byService.map(({ name, bookings }) => ({
      label: name,
      value: bookings,
      words: countBookings(bookings),
    }))
  return (
    <div class="grid items-start gap-6 lg:grid-cols-2">
      <ChartCard title="Day by day" isWide>
        <Spark label="Bookings, day by day" each="Day" measure="Bookings" bars={byDay()} />
      </ChartCard>
      <ChartCard title="How full each is" isEmpty={byResource().length === 0}>
        <Bars label="Taken of the open hours" each="Who" measure="Taken" bars={byResource()} />
      </ChartCard>
      <ChartCard title="What is booked" isEmpty={byService().length === 0}>
        <Bars label="Bookings by service" each="Service" measure="Bookings" bars={byService()} />
      </ChartCard>
    </div>
  )
}

function ChartCard(props: {
  readonly title: string
  readonly isWide?: boolean
  readonly isEmpty?: boolean
  readonly children: JSX.Element
}): JSX.Element {
  return (
    <section class={`card min-w-0 p-4 sm:p-6 ${props.isWide === true ? 'lg:col-span-2' : ''}`}>
      <h2 class="mb-4 text-lg font-semibold">{props.title}</h2>
      <Show when={props.isEmpty !== true} fallback={<p class="text-soft">Nothing to count in these days.</p>}>
        {props.children}
      </Show>
    </section>
  )
}

function daysOf(span: string, today: string): { readonly from: string; readonly to: string } {
  if (span === 'ahead') return { from: today, to: addDays(today, 29) }
  return { from: addDays(today, 1 - (Number(span) || 30)), to: today }
}
