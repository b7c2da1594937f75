import { createSignal, type JSX, onCleanup } from 'solid-js'
import { Keys } from '../keys.tsx'
import { addShortcut, areSingleKeysOn } from '../shortcut.ts'
import { Toast } from './toast.tsx'

/** How long one may think about taking something back; the clock stands still under the pointer and the focus. */
const undoMs = 12_000
const tickMs = 250

export interface UndoToastProps {
  readonly message: string
  readonly undo: () => unknown
  readonly onFailed: (error: unknown) => void
  readonly close: () => void
}

/** What was done, and a button that takes it back as long as it stands there. */
export function UndoToast(props: UndoToastProps): JSX.Element {
  const [isHeld, setIsHeld] = createSignal(false)
  let left = undoMs
  const clock = setInterval(() => {
    if (isHeld() || document.hidden) return
    left -= tickMs
    if (left <= 0) close()
  }, tickMs)
  let isOver = false
  const close = () => {
    if (isOver) return
    isOver = true
    end()
    props.close()
  }
  const run = () => {
    if (isOver) return
    close()
    Promise.resolve()
      .then(() => props.undo())
      .catch(props.onFailed)
  }
  const keys = [addShortcut('z', 'Undo', run), addShortcut('mod+z', 'Undo', run)]
  const end = () => {
    clearInterval(clock)
    for (const takeBack of keys) takeBack()
  }
  onCleanup(end)
  return (
    <div
      class="w-full"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocusIn={() => setIsHeld(true)}
      onFocusOut={() => setIsHeld(false)}
    >
      <Toast look="plain" message={props.message} close={close}>
        <button
          type="button"
          class="focusable inline-flex min-h-10 items-center gap-2 rounded-lg px-3 font-semibold text-accent hover:bg-raised"
          onClick={run}
        >
          Undo
          <span aria-hidden="true" class={areSingleKeysOn() ? 'hidden sm:inline' : 'hidden'}>
            <Keys keys="z" />
          </span>
        </button>
      </Toast>
    </div>
  )
}
