let typed = ''
let onEscape: () => void = () => undefined

/**
 * Keeps what is typed between the keys that open the palette and the moment when its field has the focus.
 *
 * Its code may have to be loaded first; whoever is faster loses no letter, and sets off no other shortcut.
 */
export function collectTyping(close: () => void): void {
  typed = ''
  onEscape = close
  document.addEventListener('keydown', collect, { capture: true })
}

/** Ends the collecting and answers what was typed meanwhile. */
export function takeTyping(): string {
  document.removeEventListener('keydown', collect, { capture: true })
  return typed
}

function collect(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Escape') {
    takeTyping()
    onEscape()
  } else if (event.key === 'Backspace') typed = typed.slice(0, -1)
  else if (event.key.length === 1) typed += event.key
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}
