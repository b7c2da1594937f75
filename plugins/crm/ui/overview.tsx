import { A, useSearchParams } from '@solidjs/router'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { Choice, ErrorNote, formatNumber, known, Page, perLocale, Skeleton, useWorkspace } from '#kit'
import { ActivityChart } from './dashboard/activity-chart.tsx'
import { type DashboardFilter, useDashboard } from './dashboard/dashboard-query.ts'
import { PipelineBars } from './dashboard/pipeline-bars.tsx'
import { addDays } from './days.ts'
import { moneyWords } from './deals/money-words.ts'
import { NoDeals } from './deals/no-deals.tsx'
import { PersonChoice } from './people/person-choice.tsx'
import { usePipelines } from './pipelines/pipelines.ts'
import { firstOf } from './query-string.ts'
import { SampleNote } from './samples/sample-note.tsx'
import type { Dashboard } from './types.ts'
import { useToday } from './use-today.ts'

const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
  { value: '365', label: 'The last 12 months' },
]

/** How the business goes: what is on the way, what was won, what happens, what is due. */
export default function Overview(): JSX.Element {
  const workspace = useWorkspace()
  const today = useToday()
  const pipelines = usePipelines()
  const [search, setSearch] = useSearchParams<Record<'days' | 'owner' | 'pipeline', string>>()
  const filter = createMemo(
    (): DashboardFilter => ({
      pipelineId: firstOf(search.pipeline),
      ownerId: firstOf(search.owner),
      from: addDays(today(), 1 - (Number(firstOf(search.days)) || 30)),
      to: today(),
    }),
    undefined,
    { equals: (a: DashboardFilter, b: DashboardFilter) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const query = useDashboard(filter)
  const isBare = (shown: Dashboard) =>
    filter().ownerId === '' &&
    shown.won.count + shown.lost.count === 0 &&
    shown.pipeline.stages.every(({ count }) => count === 0)
  return (
    <Page title="Overview" lead="What is on the way, what was won, and what is due.">
      <SampleNote />
      <section aria-label="What to look at" class="grid grid-cols-2 gap-3 sm:max-w-2xl sm:grid-cols-3 [&>div]:min-w-0">
        <Choice
          label="Days"
          class="min-h-10.5"
          options={spans}
          value={firstOf(search.days)}
          onChange={(event) => setSearch({ days: event.currentTarget.value })}
        />
        <PersonChoice
          label="Owner"
          none="Everybody"
          value={firstOf(search.owner) || null}
          onChange={(id) => setSearch({ owner: id ?? '' })}
        />
        <Show when={pipelines.all().length > 1}>
          <Choice
            label="Pipeline"
            class="min-h-10.5"
            options={pipelines.all().map(({ id, name }) => ({ value: id, label: name }))}
            value={firstOf(search.pipeline) || (pipelines.all()[0]?.id ?? '')}
            onChange={(event) => setSearch({ pipeline: event.currentTarget.value })}
          />
        </Show>
      </section>
      <Switch fallback={<Skeleton rows={8} />}>
        <Match when={known(query)}>
          {(shown) => (
            <>
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
              <Figures dashboard={shown()} />
              <div class={`grid items-start gap-6 lg:grid-cols-2 ${query.isPlaceholderData ? 'opacity-60' : ''}`}>
                <section class="card min-w-0 p-4 sm:p-6" aria-labelledby="pipeline">
                  <h2 id="pipeline" class="mb-4 text-lg font-semibold">
                    Deals on the way
                  </h2>
                  <Show
                    when={!isBare(shown())}
                    fallback={
                      <NoDeals
                        canWrite={workspace().can('crm.deals.write')}
                        href={workspace().path('/crm/deals?panel=add')}
                      />
                    }
                  >
                    <PipelineBars dashboard={shown()} currency={workspace().currency} />
                  </Show>
                </section>
                <section class="card min-w-0 p-4 sm:p-6" aria-labelledby="activity">
                  <h2 id="activity" class="mb-4 text-lg font-semibold">
                    Day by day
                  </h2>
                  <ActivityChart activity={shown().activity} />
                </section>
              </div>
            </>
          )}
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
    </Page>
  )
}

const percent = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))

function Figures(props: { readonly dashboard: Dashboard }): JSX.Element {
  const workspace = useWorkspace()
  const open = () => props.dashboard.pipeline.stages.filter(({ kind }) => kind === 'open')
  const weighted = () => sum(open().flatMap((stage) => stage.weighted))
  return (
    <dl class="grid grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))] gap-3">
      <Figure
        title="Worth of open deals"
        value={moneyWords(sum(open().flatMap(({ amounts }) => amounts))) || '–'}
        hint={weighted().length === 0 ? '' : `${moneyWords(weighted())} by their chances`}
        href={workspace().path('/crm/deals')}
      />
      <Figure
        title="Won"
        value={moneyWords(props.dashboard.won.amounts) || formatNumber(props.dashboard.won.count)}
        hint={`${formatNumber(props.dashboard.won.count)} won, ${formatNumber(props.dashboard.lost.count)} lost`}
        href={workspace().path('/crm/deals?view=table&status=won')}
      />
      <Figure
        title="Won of all that ended"
        value={props.dashboard.winRate === null ? '–' : percent().format(props.dashboard.winRate)}
        hint={
          props.dashboard.averageDaysToWin === null
            ? ''
            : `${formatNumber(Math.round(props.dashboard.averageDaysToWin))} days until won, on average`
        }
      />
      <Figure
        title="Tasks due"
        value={formatNumber(props.dashboard.tasks.overdue + props.dashboard.tasks.today)}
        hint={`${formatNumber(props.dashboard.tasks.overdue)} of them overdue`}
        href={workspace().can('crm.tasks.read') ? workspace().path('/crm/tasks') : undefined}
      />
    </dl>
  )
}

function sum(amounts: readonly { readonly amount: number; readonly currency: string }[]) {
  const totals = new Map<string, number>()
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0) + amount)
  return [...totals].filter(([, amount]) => amount !== 0).map(([currency, amount]) => ({ currency, amount }))
}

function Figure(props: {
  readonly title: string
  readonly value: string
  readonly hint: string
  readonly href?: string | undefined
}): JSX.Element {
  return (
    <div class="card relative min-w-0 p-4">
      <dt class="text-sm text-soft">{props.title}</dt>
      <dd class="m-0 mt-1">
        <p class="text-xl font-semibold tabular-nums [overflow-wrap:anywhere]">
          <Show when={props.href} fallback={props.value}>
            {(href) => (
              <A
                href={href()}
                class="rounded no-underline outline-none after:absolute after:inset-0 after:rounded-xl after:content-[''] hover:underline focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid"
              >
                {props.value}
              </A>
            )}
          </Show>
        </p>
        <p class="mt-0.5 text-sm text-soft empty:hidden">{props.hint}</p>
      </dd>
    </div>
  )
}
