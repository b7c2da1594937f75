import { createSignal, type JSX, onCleanup } from 'solid-js'
import { toast } from 'solid-sonner'
import { Problem } from '../shell/problem.ts'
import { Keys } from './keys.tsx'
import { addShortcut, areSingleKeysOn } from './shortcut.ts'

/** How long one may think about taking something back; the clock stands still under the pointer and the focus. */
const undoMs = 12_000
const tickMs = 250

/** Short words at the edge of the page, read out too. */
export const notify = {
  done(message: string, undo?: () => void): void {
    if (undo === undefined) toast.success(message)
    else notifyUndo(message, undo)
  },
  failed(error: unknown): void {
    toast.error(error instanceof Problem ? error.sentence : 'Something went wrong in this page')
  },
}

/**
 * Says what was done, with a button that takes it back: pressed with the mouse, with Z or Ctrl+Z from anywhere on the
 * page, or with Tab after Alt+T. A refusal of the undoing is said too.
 */
export function notifyUndo(message: string, undo: () => unknown): void {
  toast.custom((id) => <UndoToast message={message} undo={undo} close={() => toast.dismiss(id)} />, {
    duration: Number.POSITIVE_INFINITY,
  })
}

interface UndoToastProps {
  readonly message: string
  readonly undo: () => unknown
  readonly close: () => void
}

function UndoToast(props: UndoToastProps): JSX.Element {
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
      .catch(notify.failed)
  }
  const keys = [addShortcut('z', 'Undo', run), addShortcut('mod+z', 'Undo', run)]
  const end = () => {
    clearInterval(clock)
    for (const takeBack of keys) takeBack()
  }
  onCleanup(end)
  return (
    <div
      class="flex w-full items-center gap-2 rounded-lg border border-line bg-card py-2 pl-4 pr-2 text-ink shadow-lg sm:w-89"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocusIn={() => setIsHeld(true)}
      onFocusOut={() => setIsHeld(false)}
    >
      <p class="min-w-0 flex-1 [overflow-wrap:anywhere]">{props.message}</p>
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
      <button
        type="button"
        aria-label="Close"
        class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg text-soft hover:bg-raised"
        onClick={close}
      >
        <span aria-hidden="true" class="i-lucide-x" />
      </button>
    </div>
  )
}
