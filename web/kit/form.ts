import { createSignal } from 'solid-js'
import { Problem } from '../shell/problem.ts'

export interface Form {
  /** Whether the last press of the button is still at work. */
  readonly busy: () => boolean
  /** What went wrong and belongs to no field. */
  readonly error: () => unknown
  /** What the API said of a field, by its pointer: `emails/0`. */
  readonly wrong: (field: string) => string | undefined
  readonly onSubmit: (event: SubmitEvent) => void
}

/**
 * A form that sends on submit and shows what the API says of each field where the field is.
 *
 * The API is the only judge of what is valid, so the page cannot disagree with it. Focus goes to the first field at fault.
 */
export function createForm(submit: (data: FormData, form: HTMLFormElement) => Promise<void>): Form {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  const fields = () => {
    const current = error()
    return current instanceof Problem ? current.fields : {}
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    if (busy()) return
    // What a field itself cannot read, it says; nothing is sent without it.
    const unreadable = form.querySelector<HTMLElement>('[data-unreadable]')
    if (unreadable !== null) return unreadable.focus()
    setBusy(true)
    setError(undefined)
    submit(new FormData(form), form)
      .catch((problem: unknown) => {
        setError(problem)
        queueMicrotask(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      })
      .finally(() => setBusy(false))
  }
  const isShownAtField = () => Object.keys(fields()).length > 0
  return { busy, error: () => (isShownAtField() ? undefined : error()), wrong: (field) => fields()[field], onSubmit }
}
