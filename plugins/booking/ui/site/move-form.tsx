import { createSignal, type JSX, onMount, Show } from 'solid-js'
import { type Problem, Trouble, useWords, zone } from '#site'
import { bookingApi } from './api.ts'
import { createMonths } from './create-months.ts'
import { writeMoment } from './format.ts'
import type { PublicBooking, Slot, SlotDays } from './nouns.ts'
import { TimePicker } from './time-picker.tsx'
import type { Words } from './words/en.ts'

/** Another time for a booking; its own counts as free. */
export function MoveForm(props: {
  readonly workspace: string
  readonly token: string
  readonly booking: PublicBooking
  readonly onBack: () => void
  readonly onMoved: (booking: PublicBooking) => void
}): JSX.Element {
  const words = useWords<Words>()
  const api = bookingApi(props.workspace)
  const months = createMonths<SlotDays>({ load: (range) => api.otherSlots(props.token, range), key: () => '' })
  const [chosen, setChosen] = createSignal<Slot>()
  const [trouble, setTrouble] = createSignal<unknown>()
  const [working, setWorking] = createSignal(false)
  let title: HTMLHeadingElement | undefined
  let question: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  const choose = (slot: Slot) => {
    setTrouble(undefined)
    setChosen(slot)
    queueMicrotask(() => question?.focus())
  }
  const move = async () => {
    const slot = chosen()
    if (slot === undefined || working()) return
    setWorking(true)
    try {
      props.onMoved(await api.move(props.token, slot.startsAt))
    } catch (error) {
      setTrouble(() => error)
      setChosen(undefined)
      months.renew()
    } finally {
      setWorking(false)
    }
  }
  const say = ({ code }: Problem) =>
    code === 'booking.slotTaken' ? words().takenMove : code === 'booking.tooLate' ? words().tooLate : undefined
  return (
    <div class="stack">
      <h2 tabindex="-1" ref={title}>
        {words().moveWhere}
      </h2>
      <Show when={trouble()}>{(error) => <Trouble error={error()} say={say} />}</Show>
      <Show
        when={chosen()}
        fallback={
          <>
            <TimePicker
              months={months}
              home={props.booking.business.timeZone}
              showsPlaces={props.booking.service.seats > 1}
              onChoose={choose}
            />
            <div>
              <button type="button" class="button" onClick={props.onBack}>
                {words().keep}
              </button>
            </div>
          </>
        }
      >
        {(slot) => (
          <div class="note stack">
            <h3 tabindex="-1" ref={question}>
              {words().moveTo(writeMoment(slot().startsAt, zone()))}
            </h3>
            <div class="row">
              <button type="button" class="button main" aria-disabled={working()} onClick={() => void move()}>
                {working() ? words().working : words().move}
              </button>
              <button type="button" class="button" onClick={() => setChosen(undefined)}>
                {words().otherTime}
              </button>
            </div>
          </div>
        )}
      </Show>
    </div>
  )
}
