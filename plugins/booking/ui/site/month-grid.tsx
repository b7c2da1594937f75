import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { locale, useWords } from '#site'
import { addDays, addMonths, firstDayOf, firstWeekday, lastDayOf, monthOf, weeksOf } from './days.ts'
import { weekdayNames, writeDay, writeMonth } from './format.ts'
import type { Words } from './words/en.ts'

export interface MonthGridProps {
  readonly month: string
  /** How many times are free on a day; undefined while nobody knows. */
  readonly free: ((day: string) => number) | undefined
  readonly chosen: string | undefined
  readonly today: string
  /** The first and the last month that can be looked at. */
  readonly months: { readonly from: string; readonly to: string }
  readonly onChoose: (day: string) => void
  readonly onMonth: (month: string) => void
}

/**
 * A month to choose a day from, by the ARIA grid pattern: one day has the focus; arrows go by days and weeks, Home and
 * End within the week, Page Up and Page Down by months.
 */
export function MonthGrid(props: MonthGridProps): JSX.Element {
  const words = useWords<Words>()
  let table: HTMLTableElement | undefined
  let wanted: string | undefined
  const weekStart = createMemo(() => firstWeekday(locale()))
  const weeks = createMemo(() => weeksOf(props.month, weekStart()))
  const isFree = (day: string) => (props.free?.(day) ?? 0) > 0
  /** The one day that Tab leads to. */
  const stop = createMemo(() => {
    const days = weeks().flatMap((week) => week.filter((day) => day !== undefined))
    const inMonth = (day: string | undefined) => (day !== undefined && days.includes(day) ? day : undefined)
    return inMonth(props.chosen) ?? days.find(isFree) ?? inMonth(props.today) ?? days[0]
  })
  const focus = (day: string) => {
    const month = monthOf(day)
    if (month < props.months.from || month > props.months.to) return
    if (month === props.month) return table?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus()
    wanted = day
    props.onMonth(month)
  }
  createEffect(
    on(weeks, () => {
      const day = wanted
      wanted = undefined
      if (day !== undefined) queueMicrotask(() => focus(day))
    }),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset.day
    const to = from === undefined ? undefined : target(event.key, from, weekStart())
    if (to === undefined) return
    event.preventDefault()
    focus(to)
  }
  const label = (day: string) => {
    const name = day === props.today ? `${writeDay(day)} (${words().today})` : writeDay(day)
    return isFree(day) ? words().dayWithTimes(name, props.free?.(day) ?? 0) : words().dayWithout(name)
  }
  return (
    <div class="month" aria-busy={props.free === undefined}>
      <div class="month-head">
        <h3 id="month-name" aria-live="polite">
          {writeMonth(props.month)}
        </h3>
        <Turn
          label={words().previousMonth}
          sign="‹"
          off={props.month <= props.months.from}
          onTurn={() => props.onMonth(addMonths(props.month, -1))}
        />
        <Turn
          label={words().nextMonth}
          sign="›"
          off={props.month >= props.months.to}
          onTurn={() => props.onMonth(addMonths(props.month, 1))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA grid pattern stands on a table */}
      <table ref={table} role="grid" aria-labelledby="month-name" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <For each={weekdayNames(weekStart())}>
              {({ short, long }) => (
                <th scope="col" abbr={long}>
                  {short}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={weeks()}>
            {(week) => (
              <tr>
                <For each={week}>
                  {(day) => (
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole lint/a11y/useFocusableInteractive: the day inside has the focus
                    <td role="gridcell" aria-selected={day !== undefined && day === props.chosen}>
                      <Show when={day}>
                        {(each) => (
                          <button
                            type="button"
                            class="day"
                            data-day={each()}
                            classList={{
                              free: isFree(each()),
                              chosen: each() === props.chosen,
                              today: each() === props.today,
                            }}
                            tabindex={each() === stop() ? 0 : -1}
                            aria-disabled={!isFree(each())}
                            aria-label={label(each())}
                            onClick={() => isFree(each()) && props.onChoose(each())}
                          >
                            {Number(each().slice(8))}
                          </button>
                        )}
                      </Show>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

function Turn(props: {
  readonly label: string
  readonly sign: string
  readonly off: boolean
  readonly onTurn: () => void
}): JSX.Element {
  return (
    <button
      type="button"
      class="turn"
      aria-label={props.label}
      aria-disabled={props.off}
      onClick={() => !props.off && props.onTurn()}
    >
      <span aria-hidden="true">{props.sign}</span>
    </button>
  )
}

/** Where a key leads from a day; undefined when it is no key of the grid. */
function target(key: string, day: string, weekStart: number): string | undefined {
  const place = (new Date(`${day}T00:00:00Z`).getUTCDay() - (weekStart % 7) + 7) % 7
  const byMonth = (count: number) => {
    const month = addMonths(monthOf(day), count)
    const same = `${month}${day.slice(7)}`
    return same > lastDayOf(month) ? lastDayOf(month) : same < firstDayOf(month) ? firstDayOf(month) : same
  }
  const steps: Readonly<Record<string, () => string>> = {
    ArrowLeft: () => addDays(day, -1),
    ArrowRight: () => addDays(day, 1),
    ArrowUp: () => addDays(day, -7),
    ArrowDown: () => addDays(day, 7),
    Home: () => addDays(day, -place),
    End: () => addDays(day, 6 - place),
    PageUp: () => byMonth(-1),
    PageDown: () => byMonth(1),
  }
  return steps[key]?.()
}
