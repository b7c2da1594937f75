import { render } from 'solid-js/web'
import { Toaster, toast } from 'solid-sonner'
import { Problem } from '../../shell/problem.ts'
import { Toast } from './toast.tsx'
import { UndoToast } from './undo-toast.tsx'

export interface Toasts {
  readonly showDone: (message: string) => void
  readonly showFailed: (error: unknown) => void
  readonly showUndo: (message: string, undo: () => unknown) => void
}

const [doneMs, failedMs] = [5000, 12_000]
let opened: Toasts | undefined

/** Puts the place of the toasts at the end of the page, once: what is said there is read out. */
export function openToasts(): Toasts {
  if (opened !== undefined) return opened
  const place = document.body.appendChild(document.createElement('div'))
  render(() => <Toaster position="bottom-right" expand />, place)
  opened = { showDone, showFailed, showUndo }
  return opened
}

function showDone(message: string): void {
  toast.custom((id) => <Toast look="done" message={message} close={() => toast.dismiss(id)} />, { duration: doneMs })
}

function showFailed(error: unknown): void {
  const problem = error instanceof Problem ? error : undefined
  const message = problem?.sentence ?? 'Something went wrong in this page. Load it again; if it stays, tell us.'
  toast.custom(
    (id) => <Toast look="failed" message={message} requestId={problem?.supportId} close={() => toast.dismiss(id)} />,
    { duration: failedMs },
  )
}

/** It counts its own time, which stands still under the pointer and the focus. */
function showUndo(message: string, undo: () => unknown): void {
  toast.custom(
    (id) => <UndoToast message={message} undo={undo} onFailed={showFailed} close={() => toast.dismiss(id)} />,
    { duration: Number.POSITIVE_INFINITY },
  )
}
