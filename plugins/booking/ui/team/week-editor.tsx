import { For, Index, type JSX, Show } from 'solid-js'
import { Button } from '#kit'
import type { Span, Weekday, WeekHours } from '../types.ts'
import { weekdayName, weekdays } from './week-words.ts'

export interface WeekEditorProps {
  readonly hours: WeekHours
  readonly onChange: (hours: WeekHours) => void
  readonly wrong: (pointer: string) => string | undefined
  readonly disabled?: boolean
}

/** The hours of a week, with pauses. */
export function WeekEditor(props: WeekEditorProps): JSX.Element {
  const change = (weekday: Weekday, spans: Span[]) => props.onChange({ ...props.hours, [weekday]: spans })
  const copy = () => {
    const alike = () => props.hours.monday.map((span) => ({ ...span }))
    props.onChange({ ...props.hours, tuesday: alike(), wednesday: alike(), thursday: alike(), friday: alike() })
  }
  return (
    <div class="flex flex-col divide-y divide-line">
      <For each={weekdays}>
        {(weekday) => (
          <SpansEditor
            label={weekdayName(weekday)}
            none="Closed"
            spans={props.hours[weekday]}
            error={firstError(props.wrong, `hours/${weekday}`)}
            disabled={props.disabled === true}
            onChange={(spans) => change(weekday, spans)}
          />
        )}
      </For>
      <Show when={props.disabled !== true && props.hours.monday.length > 0}>
        <div class="pt-3">
          <Button look="quiet" icon="i-lucide-copy" onClick={copy}>
            Monday to Friday alike
          </Button>
        </div>
      </Show>
    </div>
  )
}

export interface SpansEditorProps {
  readonly label: string
  /** What stands where there are none. */
  readonly none: string
  readonly spans: readonly Span[]
  readonly error?: string | undefined
  readonly disabled?: boolean
  readonly onChange: (spans: Span[]) => void
}

/** The opening times of one day. */
export function SpansEditor(props: SpansEditorProps): JSX.Element {
  const change = (place: number, part: Partial<Span>) =>
    props.onChange(props.spans.map((span, at) => (at === place ? { ...span, ...part } : { ...span })))
  const add = () => {
    const last = props.spans.at(-1)
    const from = last === undefined || last.to >= '23:00' ? '09:00' : last.to
    props.onChange([
      ...props.spans.map((span) => ({ ...span })),
      { from, to: last === undefined ? '17:00' : later(from) },
    ])
  }
  return (
    <fieldset
      disabled={props.disabled === true}
      class="m-0 grid min-w-0 gap-x-4 gap-y-2 border-0 border-t border-line px-0 py-3 first:border-t-0 sm:grid-cols-[6.5rem_1fr_auto]"
    >
      <legend class="float-left p-0 pt-2 font-medium sm:w-26">{props.label}</legend>
      <div class="flex min-w-0 flex-col gap-2 sm:col-start-2">
        <Show when={props.spans.length > 0} fallback={<p class="py-2 text-soft">{props.none}</p>}>
          <Index each={props.spans}>
            {(span, place) => (
              <div class="flex items-center gap-2">
                <Clock
                  label={`${props.label}, from`}
                  value={span().from}
                  onChange={(from) => change(place, { from })}
                />
                <span aria-hidden="true" class="hidden sm:inline">
                  –
                </span>
                <Clock
                  label={`${props.label}, until`}
                  value={span().to === '24:00' ? '00:00' : span().to}
                  onChange={(to) => change(place, { to: to === '00:00' ? '24:00' : to })}
                />
                <button
                  type="button"
                  aria-label={`${props.label}: remove these hours`}
                  class="focusable grid min-h-9 min-w-9 place-items-center rounded-lg text-soft hover:bg-raised"
                  onClick={() => props.onChange(props.spans.filter((_, at) => at !== place))}
                >
                  <span aria-hidden="true" class="i-lucide-x" />
                </button>
              </div>
            )}
          </Index>
        </Show>
        <p class="text-sm text-danger empty:hidden">{props.error}</p>
      </div>
      <Show when={props.disabled !== true}>
        <button
          type="button"
          aria-label={`${props.label}: add hours`}
          title={props.spans.length === 0 ? 'Open' : 'Open again after a pause'}
          class="focusable grid min-h-10 min-w-10 place-items-center justify-self-start rounded-lg text-accent hover:bg-raised sm:col-start-3 sm:self-start"
          onClick={add}
        >
          <span aria-hidden="true" class="i-lucide-plus" />
        </button>
      </Show>
    </fieldset>
  )
}

function Clock(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (clock: string) => void
}): JSX.Element {
  return (
    <input
      type="time"
      aria-label={props.label}
      value={props.value}
      class="control min-w-0 flex-1 px-1.5 text-sm sm:w-28 sm:flex-none sm:px-2"
      onChange={(event) => event.currentTarget.value !== '' && props.onChange(event.currentTarget.value.slice(0, 5))}
    />
  )
}

function later(clock: string): string {
  const hour = Math.min(23, Number(clock.slice(0, 2)) + 1)
  return `${String(hour).padStart(2, '0')}:${clock.slice(3)}`
}

function firstError(wrong: WeekEditorProps['wrong'], pointer: string): string | undefined {
  const pointers = [
    pointer,
    ...[0, 1, 2, 3].flatMap((at) => [`${pointer}/${at}`, `${pointer}/${at}/to`, `${pointer}/${at}/from`]),
  ]
  return pointers.map(wrong).find((each) => each !== undefined)
}
