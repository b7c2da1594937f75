import { createSignal, type JSX } from 'solid-js'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNote } from './error-note.tsx'

export interface ConfirmProps {
  /** A question: `Remove Anna Berg?` */
  readonly title: string
  /** What happens then. */
  readonly children: JSX.Element
  /** The word on the button: `Remove`. */
  readonly action: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onConfirm: () => Promise<unknown>
}

/** Asks before what cannot be undone. */
export function Confirm(props: ConfirmProps): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  const confirm = () => {
    setBusy(true)
    setError(undefined)
    props
      .onConfirm()
      .then(props.onClose, setError)
      .finally(() => setBusy(false))
  }
  return (
    <Dialog title={props.title} open={props.open} onClose={props.onClose}>
      <div class="flex flex-col gap-4">
        <p class="text-soft">{props.children}</p>
        <ErrorNote error={error()} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button look="danger" busy={busy()} onClick={confirm}>
            {props.action}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
