import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { readQuery, Trouble, useWords, writeQuery, zone } from '#site'
import type { Months } from './create-months.ts'
import { addMonths, dayIn, firstDayOf, monthOf } from './days.ts'
import { writeDay, writeMonthName } from './format.ts'
import { MonthGrid } from './month-grid.tsx'
import type { Slot, SlotDays } from './nouns.ts'
import { TimeList } from './time-list.tsx'
import type { Words } from './words/en.ts'
import { ZoneSwitch } from './zone-switch.tsx'

/** A month, the times of its chosen day, and the zone that both are in. The day stands in the address. */
export function TimePicker(props: {
  readonly months: Months<SlotDays>
  /** The zone of the business. */
  readonly home: string
  readonly showsPlaces: boolean
  readonly onChoose: (slot: Slot) => void
}): JSX.Element {
  const words = useWords<Words>()
  const today = createMemo(() => dayIn(zone(), new Date()))
  const slotsOf = (day: string): readonly Slot[] =>
    props.months.answer()?.days.find((each) => each.day === day)?.slots ?? []
  const firstFree = createMemo(() => props.months.answer()?.days.find(({ slots }) => slots.length > 0)?.day)
  const day = createMemo(() => {
    const asked = readQuery('day')
    return asked !== undefined && monthOf(asked) === props.months.month() ? asked : firstFree()
  })
  const range = () => {
    const window = props.months.latest()?.window
    return { from: monthOf(today()), to: window === undefined ? props.months.month() : monthOf(window.to) }
  }
  const free = () => (props.months.answer() === undefined ? undefined : (each: string) => slotsOf(each).length)
  return (
    <div class="picker">
      <div class="stack">
        <MonthGrid
          month={props.months.month()}
          free={free()}
          chosen={day()}
          today={today()}
          months={range()}
          onChoose={(next) => writeQuery({ day: next })}
          onMonth={props.months.show}
        />
        <ZoneSwitch home={props.home} at={new Date(`${day() ?? firstDayOf(props.months.month())}T12:00:00Z`)} />
      </div>
      <section class="stack day-times" aria-live="polite" aria-busy={props.months.answer() === undefined}>
        <Switch fallback={<Waiting />}>
          <Match when={props.months.error()}>
            {(error) => <Trouble error={error()} onAgain={props.months.renew} />}
          </Match>
          <Match when={props.months.answer() !== undefined && firstFree() === undefined}>
            <p>{words().nothingIn(writeMonthName(props.months.month()))}</p>
            <Show when={props.months.month() < range().to}>
              <button
                type="button"
                class="button"
                onClick={() => props.months.show(addMonths(props.months.month(), 1))}
              >
                {words().lookAt(writeMonthName(addMonths(props.months.month(), 1)))}
              </button>
            </Show>
          </Match>
          <Match when={props.months.answer() !== undefined && day()}>
            {(shown) => (
              <>
                <h3 aria-label={words().timesOn(writeDay(shown()))}>{writeDay(shown())}</h3>
                <Show
                  when={slotsOf(shown()).length > 0}
                  fallback={<p class="soft">{words().nothingOn(writeDay(shown()))}</p>}
                >
                  <TimeList slots={slotsOf(shown())} showsPlaces={props.showsPlaces} onChoose={props.onChoose} />
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </section>
    </div>
  )
}

/** Times on their way: as large as what will stand there, so that nothing jumps. */
function Waiting(): JSX.Element {
  return (
    <div class="times" aria-hidden="true">
      <div class="shimmer time" />
      <div class="shimmer time" />
      <div class="shimmer time" />
      <div class="shimmer time" />
    </div>
  )
}
