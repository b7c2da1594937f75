export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** One press of a shortcut, as it is written: `mod+k`, `shift+arrowleft`, `?`. */
export interface KeyStroke {
  readonly key: string
  readonly mod: boolean
  readonly alt: boolean
  readonly shift: boolean
}

/** Reads `g c` or `mod+k` into its presses. */
export function readKeys(keys: string): KeyStroke[] {
  return keys.split(' ').map((part) => {
    const names = part === '+' ? ['+'] : part.split('+')
    return {
      key: names.at(-1) ?? '',
      mod: names.slice(0, -1).includes('mod'),
      alt: names.slice(0, -1).includes('alt'),
      shift: names.slice(0, -1).includes('shift'),
    }
  })
}

/** Whether the last presses are these. */
export function matches(strokes: readonly KeyStroke[], presses: readonly Press[]): boolean {
  if (presses.length < strokes.length) return false
  const last = presses.slice(presses.length - strokes.length)
  return strokes.every((stroke, place) => {
    const press = last[place]
    return press !== undefined && isPressed(stroke, press)
  })
}

function isPressed(stroke: KeyStroke, press: Press): boolean {
  const hasModifiers = stroke.mod === (press.ctrlKey || press.metaKey) && stroke.alt === press.altKey
  // A sign such as `?` needs Shift on one keyboard and not on another.
  const isLetter = /^[a-z]$/i.test(stroke.key) || stroke.key.length > 1
  const hasShift = !isLetter || stroke.shift === press.shiftKey
  return hasModifiers && hasShift && isKey(stroke.key, press)
}

/** By what it writes; by its place where a keyboard writes no Latin letters, such as a Greek or Cyrillic one. */
function isKey(key: string, press: Press): boolean {
  const written = press.key.toLowerCase()
  if (written === key.toLowerCase()) return true
  return /^[a-z]$/.test(key) && !/^[\x20-\x7e]/.test(written) && press.code === `Key${key.toUpperCase()}`
}

const names: Readonly<Record<string, string>> = {
  alt: 'Alt',
  shift: 'Shift',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
}

/** Each key as its keyboard names it: `mod+k` → Ctrl, K, or ⌘, K on a Mac. */
export function nameKeys(keys: string, isMac: boolean): string[][] {
  return keys.split(' ').map((part) =>
    (part === '+' ? ['+'] : part.split('+')).map((name) => {
      if (name === 'mod') return isMac ? '⌘' : 'Ctrl'
      return names[name] ?? name.toUpperCase()
    }),
  )
}
