import type { Toasts } from './notify/toasts.tsx'

/** Short words at the edge of the page, read out too. */
export const notify = {
  done(message: string, undo?: () => void): void {
    if (undo === undefined) show((toasts) => toasts.showDone(message))
    else notifyUndo(message, undo)
  },
  failed(error: unknown): void {
    show((toasts) => toasts.showFailed(error))
  },
}

/**
 * Says what was done, with a button that takes it back: pressed with the mouse, with Z or Ctrl+Z from anywhere on the
 * page, or with Tab after Alt+T. A refusal of the undoing is said too.
 */
export function notifyUndo(message: string, undo: () => unknown): void {
  show((toasts) => toasts.showUndo(message, undo))
}

/** Their code comes once the page is there, or with the first of them. */
export function loadToasts(): Promise<Toasts> {
  return import('./notify/toasts.tsx').then(({ openToasts }) => openToasts())
}

function show(draw: (toasts: Toasts) => void): void {
  void loadToasts().then(draw)
}
