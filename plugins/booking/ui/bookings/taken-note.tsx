import { For, type JSX, Show } from 'solid-js'
import { clockWords, dayOf, ErrorNote, Problem, useWorkspace } from '#kit'
import type { Slot } from '../types.ts'
import { dayWords } from '../words.ts'

export interface TakenNoteProps {
  readonly error: unknown
  readonly onChoose: (startsAt: string) => void
}

/** What went wrong; where somebody else was faster, other times to choose from. */
export function TakenNote(props: TakenNoteProps): JSX.Element {
  const isTaken = () => props.error instanceof Problem && props.error.code === 'booking.slotTaken'
  return (
    <Show when={isTaken() && (props.error as Problem)} fallback={<ErrorNote error={props.error} />}>
      {(problem) => (
        <div role="alert" class="flex flex-col gap-3 rounded-lg bg-warn-soft px-4 py-3 text-warn">
          <p>{problem().message}.</p>
          <OtherTimes slots={(problem().facts.alternatives as Slot[] | undefined) ?? []} onChoose={props.onChoose} />
        </div>
      )}
    </Show>
  )
}

function OtherTimes(props: { readonly slots: readonly Slot[]; readonly onChoose: (startsAt: string) => void }) {
  const workspace = useWorkspace()
  const words = (startsAt: string) => {
    const { timeZone } = workspace()
    return `${dayWords(dayOf(Date.parse(startsAt), timeZone))}, ${clockWords(Date.parse(startsAt), timeZone)}`
  }
  return (
    <Show when={props.slots.length > 0} fallback={<p>Choose another time.</p>}>
      <p>These times are free:</p>
      <ul class="flex flex-wrap gap-2">
        <For each={props.slots}>
          {({ startsAt }) => (
            <li>
              <button
                type="button"
                class="focusable min-h-9 rounded-lg border border-line bg-card px-3 font-medium text-ink hover:bg-raised"
                onClick={() => props.onChoose(startsAt)}
              >
                {words(startsAt)}
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
