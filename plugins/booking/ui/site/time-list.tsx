import { createMemo, For, type JSX, Show } from 'solid-js'
import { useWords, zone } from '#site'
import { hourOf, writeTime, writeTimeWithOffset } from './format.ts'
import type { Slot } from './nouns.ts'
import type { Words } from './words/en.ts'

/** The free times of a day, by its parts when there are many. */
export function TimeList(props: {
  readonly slots: readonly Slot[]
  /** Says how many places are left: of a class. */
  readonly showsPlaces: boolean
  readonly onChoose: (slot: Slot) => void
}): JSX.Element {
  const words = useWords<Words>()
  const groups = createMemo(() => {
    if (props.slots.length <= 8) return [{ name: undefined, slots: props.slots }]
    const parts = [words().morning, words().afternoon, words().evening]
    return parts
      .map((name, part) => ({ name, slots: props.slots.filter(({ startsAt }) => partOfDay(startsAt) === part) }))
      .filter(({ slots }) => slots.length > 0)
  })
  return (
    <For each={groups()}>
      {(group) => (
        <div class="stack tight">
          <Show when={group.name}>{(name) => <h4 class="soft small">{name()}</h4>}</Show>
          <ul class="times">
            <For each={group.slots}>
              {(slot) => (
                <li>
                  <TimeButton slot={slot} all={props.slots} showsPlaces={props.showsPlaces} onChoose={props.onChoose} />
                </li>
              )}
            </For>
          </ul>
        </div>
      )}
    </For>
  )
}

function TimeButton(props: {
  readonly slot: Slot
  readonly all: readonly Slot[]
  readonly showsPlaces: boolean
  readonly onChoose: (slot: Slot) => void
}): JSX.Element {
  const words = useWords<Words>()
  return (
    <button type="button" class="button time" onClick={() => props.onChoose(props.slot)}>
      <time dateTime={props.slot.startsAt}>{timeOf(props.slot, props.all)}</time>
      <Show when={props.showsPlaces}>
        <span class="small soft places">{words().placesLeft(props.slot.left)}</span>
      </Show>
    </button>
  )
}

/** With the zone's offset where the clock shows the same time twice on one day. */
export function timeOf({ startsAt }: Slot, all: readonly Slot[]): string {
  const time = writeTime(startsAt, zone())
  const isTwice = all.some((other) => other.startsAt !== startsAt && writeTime(other.startsAt, zone()) === time)
  return isTwice ? writeTimeWithOffset(startsAt, zone()) : time
}

/** 0 until noon, 1 until five, then 2. */
function partOfDay(at: string): number {
  const hour = hourOf(at, zone())
  return hour < 12 ? 0 : hour < 17 ? 1 : 2
}
