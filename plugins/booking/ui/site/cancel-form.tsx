import { createSignal, createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { type Problem, Trouble, useWords } from '#site'
import { bookingApi } from './api.ts'
import { Field } from './field.tsx'
import type { PublicBooking } from './nouns.ts'
import type { Words } from './words/en.ts'

/** Asks once more, and for a reason that nobody has to give. */
export function CancelForm(props: {
  readonly workspace: string
  readonly token: string
  readonly onBack: () => void
  readonly onCancelled: (booking: PublicBooking) => void
}): JSX.Element {
  const words = useWords<Words>()
  const id = createUniqueId()
  const [reason, setReason] = createSignal('')
  const [trouble, setTrouble] = createSignal<unknown>()
  const [working, setWorking] = createSignal(false)
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  const cancel = async (event: SubmitEvent) => {
    event.preventDefault()
    if (working()) return
    setWorking(true)
    setTrouble(undefined)
    try {
      props.onCancelled(await bookingApi(props.workspace).cancel(props.token, reason().trim()))
    } catch (error) {
      setTrouble(() => error)
    } finally {
      setWorking(false)
    }
  }
  const say = ({ code }: Problem) => (code === 'booking.tooLate' ? words().tooLate : undefined)
  return (
    <form class="stack" onSubmit={cancel} novalidate>
      <h2 tabindex="-1" ref={title}>
        {words().cancelSure}
      </h2>
      <Show when={trouble()}>{(error) => <Trouble error={error()} say={say} />}</Show>
      <Field id={id} label={words().reason} isOptional isLong value={reason()} onInput={setReason} />
      <div class="row">
        <button type="submit" class="button danger" aria-disabled={working()}>
          {working() ? words().working : words().cancel}
        </button>
        <button type="button" class="button" onClick={props.onBack}>
          {words().keep}
        </button>
      </div>
    </form>
  )
}
