// biome-ignore-all lint/a11y/useSemanticElements: a table lays out its cells by itself
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and heads are read, the cells are what is gone to
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Keyed } from '../keyed.tsx'
import { clockWords, styleOf } from './looks.ts'
import type { CalendarEntry } from './model.ts'
import { weeksOf } from './period.ts'
import { addDays, dayOf } from './zone.ts'

export interface MonthGridProps {
  /** What it shows: `Bookings of November 2026`. */
  readonly label: string
  readonly timeZone: string
  /** `2026-11` */
  readonly month: string
  /** 1 for Monday to 7 for Sunday. */
  readonly firstWeekday: number
  readonly today: string
  readonly entries: readonly CalendarEntry[]
  /** What many entries are called: `3 bookings`. */
  readonly count: (count: number) => string
  readonly onOpen: (entry: CalendarEntry) => void
  readonly onDay: (day: string) => void
  readonly onPage: (step: -1 | 1) => void
}

const weekdayWords = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' })
const dayWords = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const mostShown = 3

/** A month: what happens on each day, and the way to it. The arrow keys go from day to day, Enter opens one. */
export function MonthGrid(props: MonthGridProps): JSX.Element {
  let grid: HTMLDivElement | undefined
  const [asked, setAsked] = createSignal<string>()
  const weeks = createMemo(() => weeksOf(props.month, props.firstWeekday))
  const active = () => {
    const days = weeks().flat()
    return days.find((day) => day === asked()) ?? days.find((day) => day === props.today) ?? `${props.month}-01`
  }
  const byDay = createMemo(() => {
    const found = new Map<string, CalendarEntry[]>()
    for (const entry of props.entries.toSorted((a, b) => a.startMs - b.startMs)) {
      const day = dayOf(entry.startMs, props.timeZone)
      found.set(day, [...(found.get(day) ?? []), entry])
    }
    return found
  })
  const go = (day: string) => {
    if (!weeks().flat().includes(day)) return
    setAsked(day)
    grid?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus()
  }
  const act = ({ key, target }: KeyboardEvent): boolean => {
    if ((target as HTMLElement).dataset.day === undefined) return false
    const step = steps[key]
    if (step !== undefined) go(addDays(active(), step))
    else if (key === 'Enter' || key === ' ') props.onDay(active())
    else if (key === 'PageUp' || key === 'PageDown') props.onPage(key === 'PageUp' ? -1 : 1)
    else return false
    return true
  }
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={props.label}
      class="min-w-0 overflow-hidden rounded-xl border border-line bg-card"
      onKeyDown={(event) => !event.ctrlKey && !event.metaKey && !event.altKey && act(event) && event.preventDefault()}
    >
      <div role="row" class="grid grid-cols-7 border-b border-line">
        <For each={weeks()[0]}>
          {(day) => (
            <div role="columnheader" class="truncate px-1 py-2 text-center text-sm font-medium text-soft">
              {weekdayWords.format(new Date(day))}
            </div>
          )}
        </For>
      </div>
      <For each={weeks()}>
        {(week) => (
          <div role="row" class="grid grid-cols-7 border-b border-line last:border-b-0">
            <For each={week}>
              {(day) => (
                <MonthDay
                  {...props}
                  day={day}
                  entries={byDay().get(day) ?? []}
                  isActive={active() === day}
                  onFocus={() => setAsked(day)}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  )
}

interface MonthDayProps extends MonthGridProps {
  readonly day: string
  readonly isActive: boolean
  readonly onFocus: () => void
}

function MonthDay(props: MonthDayProps): JSX.Element {
  const isOther = () => !props.day.startsWith(props.month)
  const isToday = () => props.day === props.today
  const name = () => `${dayWords.format(new Date(props.day))}, ${props.count(props.entries.length)}`
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
    <div
      role="gridcell"
      data-day={props.day}
      tabIndex={props.isActive ? 0 : -1}
      aria-current={isToday() ? 'date' : undefined}
      onFocus={() => props.onFocus()}
      onClick={() => props.onDay(props.day)}
      class={`flex min-h-16 min-w-0 cursor-pointer flex-col gap-0.5 border-l border-line p-1 outline-none first:border-l-0 hover:bg-accent-soft focus-visible:outline-3 focus-visible:-outline-offset-3 focus-visible:outline-accent focus-visible:outline-solid sm:min-h-30 ${isOther() ? 'bg-page text-soft' : ''}`}
    >
      <span class="sr-only">{name()}</span>
      <span
        aria-hidden="true"
        class={`grid h-7 min-w-7 self-start place-items-center rounded-full px-1 text-sm tabular-nums ${isToday() ? 'bg-accent font-semibold text-on-accent' : ''}`}
      >
        {Number(props.day.slice(8))}
      </span>
      <Show when={props.entries.length > 0}>
        <span
          aria-hidden="true"
          class="rounded bg-accent-soft px-1 text-center text-sm font-medium text-accent sm:hidden"
        >
          {props.entries.length}
        </span>
      </Show>
      <Keyed each={props.entries.slice(0, mostShown)}>
        {(entry) => (
          <button
            type="button"
            // By keys the day is opened, which has them all.
            tabIndex={-1}
            class="hidden min-h-6 w-full truncate rounded px-1 text-left text-sm leading-5 text-ink sm:block"
            style={styleOf(entry())}
            onClick={(event) => {
              event.stopPropagation()
              props.onOpen(entry())
            }}
          >
            <span class="tabular-nums">{clockWords(entry().startMs, props.timeZone)}</span> {entry().title}
          </button>
        )}
      </Keyed>
      <Show when={props.entries.length > mostShown}>
        <span class="hidden px-1 text-sm text-soft sm:block">{props.entries.length - mostShown} more</span>
      </Show>
    </div>
  )
}
