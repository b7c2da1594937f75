import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { formatMoney, formatNumber, useWorkspace } from '#kit'
import type { Dashboard } from '../types.ts'

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 })
const rounded = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })

export function shareWords(share: number | null): string {
  return share === null ? '–' : percent.format(share)
}

/** The figures that say how it goes. */
export function FigureList(props: { readonly dashboard: Dashboard; readonly isShort?: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const agenda = (state: string) => workspace().path(`/booking/agenda?state=${state}`)
  const revenue = () => props.dashboard.revenue.map((money) => formatMoney(money)).join(', ')
  return (
    <dl class={`grid gap-3 sm:grid-cols-2 ${props.isShort === true ? '' : 'lg:grid-cols-3'}`}>
      <Figure
        title="Bookings"
        value={formatNumber(props.dashboard.bookings)}
        hint={`${formatNumber(props.dashboard.guests)} people, ${formatNumber(props.dashboard.cancelled)} cancelled`}
      />
      <Figure title="Worth" value={revenue() || '–'} hint="Prices of what was booked" />
      <Figure
        title="Taken of the open hours"
        value={shareWords(props.dashboard.utilisation)}
        hint="All people and rooms"
      />
      <Figure
        title="Did not come"
        value={shareWords(props.dashboard.noShowRate)}
        hint={`${formatNumber(props.dashboard.noShows)} in all`}
      />
      <Show when={props.isShort !== true}>
        <Figure
          title="Booked ahead"
          value={
            props.dashboard.leadDays === null ? '–' : `${rounded.format(Math.max(0, props.dashboard.leadDays))} days`
          }
          hint="Half of them earlier, half later"
        />
        <Figure
          title="Wait for you"
          value={formatNumber(props.dashboard.pending)}
          hint={`${formatNumber(props.dashboard.waiting)} on the waiting list`}
          href={agenda('pending')}
        />
      </Show>
    </dl>
  )
}

function Figure(props: {
  readonly title: string
  readonly value: string
  readonly hint: string
  readonly href?: string
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
        <p class="mt-0.5 text-sm text-soft">{props.hint}</p>
      </dd>
    </div>
  )
}
