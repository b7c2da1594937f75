import { For, type JSX, Show } from 'solid-js'
import { formatNumber } from './format.ts'

export interface Bar {
  readonly label: string
  readonly value: number
  /** The value in words: `€1,250.00`; the number without it. */
  readonly words?: string
  /** More about it, under its label. */
  readonly hint?: string
}

export interface BarsProps {
  /** What is compared: `Value by stage`. */
  readonly label: string
  /** What a bar stands for, as the table's first head: `Stage`. */
  readonly each: string
  /** What is measured, as the table's second head: `Value`. */
  readonly measure: string
  readonly bars: readonly Bar[]
}

/** Lengths to compare, each with its figure in words; and the same as a table for whoever reads it better. */
export function Bars(props: BarsProps): JSX.Element {
  const most = () => Math.max(1, ...props.bars.map(({ value }) => value))
  return (
    <figure aria-label={props.label} class="flex min-w-0 flex-col gap-3">
      <ul aria-hidden="true" class="flex flex-col gap-2.5">
        <For each={props.bars}>
          {(bar) => (
            <li class="flex flex-col gap-1">
              <span class="flex flex-wrap items-baseline justify-between gap-x-3">
                <span class="min-w-0 [overflow-wrap:anywhere]">
                  {bar.label} <span class="text-sm text-soft">{bar.hint}</span>
                </span>
                <span class="font-medium tabular-nums">{bar.words ?? formatNumber(bar.value)}</span>
              </span>
              <span class="block h-2.5 overflow-hidden rounded-full bg-raised">
                <span
                  class="block h-full rounded-full bg-accent"
                  style={{ width: `${(Math.max(0, bar.value) / most()) * 100}%` }}
                />
              </span>
            </li>
          )}
        </For>
      </ul>
      <ChartTable {...props} />
    </figure>
  )
}

/** The figures of a chart as a table: heard at once, seen when it is opened. */
export function ChartTable(props: BarsProps): JSX.Element {
  return (
    <details>
      <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-sm text-soft">
        As a table <span class="sr-only">: {props.label}</span>
      </summary>
      <table class="mt-2 w-full border-collapse text-left text-sm">
        <caption class="sr-only">{props.label}</caption>
        <thead>
          <tr class="border-b border-line">
            <th scope="col" class="py-1.5 pr-4 font-medium">
              {props.each}
            </th>
            <th scope="col" class="py-1.5 text-right font-medium">
              {props.measure}
            </th>
          </tr>
        </thead>
        <tbody class="divide-y divide-line">
          <For each={props.bars}>
            {(bar) => (
              <tr>
                <th scope="row" class="py-1.5 pr-4 text-left font-normal">
                  {bar.label}
                  <Show when={bar.hint}>{(hint) => <span class="text-soft"> {hint()}</span>}</Show>
                </th>
                <td class="py-1.5 text-right tabular-nums">{bar.words ?? formatNumber(bar.value)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  )
}
