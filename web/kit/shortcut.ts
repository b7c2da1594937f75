import { createSignal, onCleanup } from 'solid-js'
import { matches, type Press, readKeys } from './shortcut/read-keys.ts'

export interface Shortcut {
  /** `mod+k`, `/`, or a sequence such as `g c`. `mod` is Ctrl, and Command on a Mac. */
  readonly keys: string
  /** What it does, for the list under `?`. */
  readonly label: string
  readonly run: () => void
  /** Works while somebody types too; for keys with Ctrl, Command or Alt alone. */
  readonly inFields?: boolean
}

type ShortcutOptions = Pick<Shortcut, 'inFields'>

/** Keys that follow each other within this time are one sequence. */
const sequenceMs = 1500
const storageKey = 'single-key-shortcuts'

const [registered, setRegistered] = createSignal<readonly Shortcut[]>([])
const [areSingleKeysOn, setSingleKeys] = createSignal(readChoice())

/** Whether keys without Ctrl, Command or Alt do anything on this device (WCAG 2.2, 2.1.4). */
export { areSingleKeysOn }

/** What works on the page as it is, each key once: the latest that asked for it. */
export function shortcuts(): Shortcut[] {
  return [...new Map(registered().map((shortcut) => [shortcut.keys, shortcut])).values()]
}

export function chooseSingleKeys(isOn: boolean): void {
  setSingleKeys(isOn)
  try {
    if (isOn) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, 'off')
  } catch {
    // Storage may be off; the choice then lasts as long as the page.
  }
}

/** Makes keys do something while the component around it is on the page. They never fire while somebody types. */
export function createShortcut(keys: string, label: string, run: () => void, options: ShortcutOptions = {}): void {
  onCleanup(addShortcut(keys, label, run, options))
}

/** The same outside of any component; answers what takes the keys back. */
export function addShortcut(keys: string, label: string, run: () => void, options: ShortcutOptions = {}): () => void {
  const shortcut: Shortcut = { keys, label, run, ...options }
  if (registered().length === 0) document.addEventListener('keydown', onKeyDown)
  setRegistered((before) => [...before, shortcut])
  return () => {
    setRegistered((before) => before.filter((each) => each !== shortcut))
    if (registered().length === 0) document.removeEventListener('keydown', onKeyDown)
  }
}

let typed: { readonly presses: readonly Press[]; readonly atMs: number } = { presses: [], atMs: 0 }

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey
  if (isSomethingInFront() || (!hasModifier && !areSingleKeysOn())) return
  const before = event.timeStamp - typed.atMs < sequenceMs ? typed.presses : []
  typed = { presses: [...before, event].slice(-3), atMs: event.timeStamp }
  const mayFire = ({ inFields }: Shortcut) => (inFields === true && hasModifier) || !isWriting(event.target)
  const found = shortcuts().findLast((each) => mayFire(each) && matches(readKeys(each.keys), typed.presses))
  if (found === undefined) return
  event.preventDefault()
  typed = { presses: [], atMs: 0 }
  found.run()
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta'
}

const writing = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]'
const inFront = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(writing) !== null
}

/** An open dialog or menu has the keys for itself. */
function isSomethingInFront(): boolean {
  return document.querySelector(inFront) !== null
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}
