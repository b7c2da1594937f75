import { describe, expect, it } from 'vitest'
import { matches, nameKeys, type Press, readKeys } from './read-keys.ts'

function press(key: string, more: Partial<Press> = {}): Press {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }
}

describe('a shortcut', () => {
  it('is one key, or several that follow each other', () => {
    expect(matches(readKeys('/'), [press('/')])).toBe(true)
    expect(matches(readKeys('g c'), [press('g'), press('c')])).toBe(true)
    expect(matches(readKeys('g c'), [press('x'), press('g'), press('c')])).toBe(true)
    expect(matches(readKeys('g c'), [press('c')])).toBe(false)
    expect(matches(readKeys('g c'), [press('g'), press('x'), press('c')])).toBe(false)
  })

  it('is not taken for the same letter with Ctrl, Alt or Shift', () => {
    expect(matches(readKeys('z'), [press('z', { ctrlKey: true })])).toBe(false)
    expect(matches(readKeys('z'), [press('z', { altKey: true })])).toBe(false)
    expect(matches(readKeys('z'), [press('Z', { shiftKey: true })])).toBe(false)
    expect(matches(readKeys('z'), [press('Z')])).toBe(true)
  })

  it('takes Ctrl and Command alike for mod', () => {
    expect(matches(readKeys('mod+k'), [press('k', { ctrlKey: true })])).toBe(true)
    expect(matches(readKeys('mod+k'), [press('k', { metaKey: true })])).toBe(true)
    expect(matches(readKeys('mod+k'), [press('k')])).toBe(false)
  })

  it('finds a sign however the keyboard writes it', () => {
    expect(matches(readKeys('?'), [press('?', { shiftKey: true })])).toBe(true)
    expect(matches(readKeys('?'), [press('?')])).toBe(true)
  })

  it('works by the place of the key on a keyboard without Latin letters', () => {
    expect(matches(readKeys('g'), [press('п', { code: 'KeyG' })])).toBe(true)
    // On a French keyboard the key in the place of A writes Q, and what it writes counts.
    expect(matches(readKeys('a'), [press('q', { code: 'KeyA' })])).toBe(false)
  })

  it('is named as the keyboard at hand names it', () => {
    expect(nameKeys('mod+k', false)).toEqual([['Ctrl', 'K']])
    expect(nameKeys('mod+k', true)).toEqual([['⌘', 'K']])
    expect(nameKeys('g c', false)).toEqual([['G'], ['C']])
  })
})
