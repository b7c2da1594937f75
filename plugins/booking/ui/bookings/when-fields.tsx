import { createMemo, For, type JSX, Show } from 'solid-js'
import { clockOf, clockWords, DateField, known, TimeField, useWorkspace } from '#kit'
import { type SlotWish, useSlots } from '../queries.ts'
import type { When } from './when.ts'

export interface WhenFieldsProps {
  readonly when: When
  /** For what a time is looked for; undefined until that is known. */
  readonly wish: Omit<SlotWish, 'day'> | undefined
  readonly error?: string | undefined
}

const reasons = {
  nobody: 'Nobody does this yet: choose who in the service.',
  closed: 'Nobody is there on this day.',
  taken: 'Everything is taken on this day.',
} as const

/** A day and a time: one of those that are free, or any other that is typed. */
export function WhenFields(props: WhenFieldsProps): JSX.Element {
  const workspace = useWorkspace()
  const wish = createMemo(() => props.wish && { ...props.wish, day: props.when.day() }, undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  const query = useSlots(wish)
  const slots = () => known(query)?.days.flatMap((day) => day.slots) ?? []
  const time = (startsAt: string) => clockOf(Date.parse(startsAt), workspace().timeZone)
  const words = () => {
    const answer = known(query)
    if (answer === undefined || slots().length > 0) return ''
    return answer.emptyBecause === null ? 'Nothing is free on this day.' : reasons[answer.emptyBecause]
  }
  return (
    <div class="flex flex-col gap-3">
      <div class="grid gap-4 sm:grid-cols-2">
        <DateField label="Day" required value={props.when.day()} onChange={props.when.setDay} />
        <TimeField label="Time" value={props.when.time()} error={props.error} onChange={props.when.setTime} />
      </div>
      <Show when={slots().length > 0}>
        <fieldset class="m-0 min-w-0 p-0">
          <legend class="mb-1.5 p-0 text-sm text-soft">Free times</legend>
          <div class="flex max-h-36 flex-wrap gap-2 overflow-y-auto p-1">
            <For each={slots()}>
              {(slot) => (
                <button
                  type="button"
                  aria-pressed={time(slot.startsAt) === props.when.time()}
                  class={`focusable min-h-9 rounded-lg border px-3 tabular-nums ${
                    time(slot.startsAt) === props.when.time()
                      ? 'border-accent bg-accent font-medium text-on-accent'
                      : 'border-line hover:bg-raised'
                  }`}
                  onClick={() => props.when.choose(slot.startsAt)}
                >
                  {clockWords(Date.parse(slot.startsAt), workspace().timeZone)}
                </button>
              )}
            </For>
          </div>
        </fieldset>
      </Show>
      <p role="status" class="text-sm text-soft empty:hidden">
        {words()}
      </p>
    </div>
  )
}
