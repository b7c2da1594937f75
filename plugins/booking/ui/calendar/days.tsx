import { useNavigate } from '@solidjs/router'
import { createMemo, type JSX, Show } from 'solid-js'
import { type CalendarColumn, type CalendarDays, type CalendarEntry, clockOf, MonthGrid, TimeGrid } from '#kit'
import { useDesk } from '../desk.ts'
import type { CalendarView } from '../types.ts'
import { useNow } from '../use-now.ts'
import { countBookings, longDay } from '../words.ts'
import type { CalendarState } from './calendar-state.ts'
import { columnsOf, entriesOf, type Shown } from './entries.ts'
import { moveOnCalendar } from './move-on-calendar.ts'

export interface DaysProps {
  readonly state: CalendarState
  readonly view: CalendarView
  readonly canWrite: boolean
  readonly onOpen: (panel: Record<string, string>) => void
  /** Told when somebody else was faster. */
  readonly onTaken: (id: string, problem: unknown) => void
}

/** The scale of times, or the weeks of a month. */
export function Days(props: DaysProps): JSX.Element {
  const desk = useDesk()
  const now = useNow()
  const navigate = useNavigate()
  const { state } = props
  const zone = () => props.view.timeZone
  const shown = createMemo<Shown>(() => ({
    view: props.view,
    days: state.days(),
    byResource: state.period().view === 'team',
    canMove: props.canWrite,
  }))
  const columns = createMemo(() => columnsOf(shown()))
  const entries = createMemo(() => entriesOf(shown()))
  const openEntry = ({ id }: CalendarEntry) => {
    const [kind, rest] = id.split(':')
    if (kind === 'busy' && rest !== undefined) props.onOpen({ busy: rest })
    else if (kind === 'session') navigate(desk().workspace.path(`/booking/agenda?session=${rest}`))
    else props.onOpen({ booking: id })
  }
  const title = () => {
    const { view, day } = state.period()
    if (view === 'month') return monthWords(day)
    return view === 'week' ? weekWords(state.days()) : longDay(`${day}T12:00:00Z`, 'UTC')
  }
  const firstHour = () => {
    const opens = props.view.resources.flatMap(({ open }) => open.map(({ startsAt }) => hourOf(startsAt, zone())))
    return Math.max(0, Math.min(9, ...opens) - 1)
  }
  return (
    <>
      <h2 class={`text-lg font-semibold ${state.query.isPlaceholderData ? 'text-soft' : ''}`}>{title()}</h2>
      <Show
        when={state.period().view !== 'month'}
        fallback={
          <MonthGrid
            label={`Bookings of ${title()}`}
            timeZone={zone()}
            month={state.period().day.slice(0, 7)}
            firstWeekday={state.firstWeekday()}
            today={state.today()}
            entries={entries().filter(({ look }) => look !== 'blocked')}
            count={countBookings}
            onOpen={openEntry}
            onDay={(day) => state.go(day, 'day')}
            onPage={state.step}
          />
        }
      >
        <TimeGrid
          label={`Bookings of ${title()}`}
          timeZone={zone()}
          columns={columns()}
          head={(column) => <Head column={column} state={state} />}
          entries={entries()}
          nowMs={now()}
          firstHour={firstHour()}
          onOpen={openEntry}
          onPick={
            props.canWrite
              ? ({ columnId, startMs }) =>
                  props.onOpen({ new: '1', at: String(startMs), ...(shown().byResource ? { with: columnId } : {}) })
              : undefined
          }
          onMove={(move) =>
            void moveOnCalendar({ desk: desk(), key: state.key(), view: props.view, move, onTaken: props.onTaken })
          }
          onPage={state.step}
        />
      </Show>
    </>
  )
}

/** Above a column: a person or a room, or a day that can be opened. */
function Head(props: { readonly column: CalendarColumn; readonly state: CalendarState }): JSX.Element {
  const isToday = () => props.column.day === props.state.today()
  return (
    <Show
      when={props.state.period().view === 'week'}
      fallback={<span class="block truncate py-1 font-semibold">{props.column.name}</span>}
    >
      <button
        type="button"
        aria-current={isToday() ? 'date' : undefined}
        class={`focusable inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2 font-semibold hover:bg-raised ${isToday() ? 'bg-accent-soft text-accent' : ''}`}
        onClick={() => props.state.go(props.column.day, 'day')}
      >
        {weekday.format(new Date(props.column.day))} {Number(props.column.day.slice(8))}
        <span class="sr-only">: open this day</span>
      </button>
    </Show>
  )
}

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const span = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const weekWords = ({ from, to }: CalendarDays) => span.formatRange(new Date(from), new Date(to))
const monthWords = (day: string) => month.format(new Date(`${day}T12:00:00Z`))

function hourOf(moment: string, timeZone: string): number {
  return Number(clockOf(Date.parse(moment), timeZone).slice(0, 2))
}
