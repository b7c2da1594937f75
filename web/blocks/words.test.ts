import { describe, expect, it } from 'vitest'
import { writeAsIn } from '../kit/locale.ts'
import { figureOf, wordsOf } from './words.ts'

Object.defineProperty(globalThis, 'navigator', {
  value: { languages: ['en-GB'], language: 'en-GB' },
  configurable: true,
})
writeAsIn('en')

describe('a value of a plugin’s record', () => {
  it('is written as the workspace writes such values', () => {
    expect(wordsOf(1234.5, { as: 'number' })).toBe('1,234.5')
    expect(wordsOf({ amount: 4500, currency: 'EUR' }, { as: 'money' })).toBe('€45.00')
    expect(wordsOf('2026-11-30', { as: 'date' })).toBe('30 Nov 2026')
    expect(wordsOf('2026-11-30T12:00:00Z', { as: 'date' })).toBe('30 Nov 2026')
    expect(wordsOf('2026-11-30T12:00:00Z', { as: 'time' })).toContain('30 Nov 2026, ')
    expect(wordsOf('open', { as: 'badge', words: { open: 'To do' } })).toBe('To do')
    expect(wordsOf(false, { as: 'yesNo' })).toBe('No')
    expect(wordsOf({ name: 'Anna' }, { as: 'person' })).toBe('Anna')
    expect(wordsOf(['a', 'b'], { as: 'text' })).toBe('a, b')
  })

  it('is text even where it is nothing of what it should be, and empty where there is none', () => {
    for (const as of ['text', 'number', 'money', 'date', 'time', 'badge', 'yesNo', 'person', 'link'] as const) {
      expect(wordsOf('<b>x</b>', { as }), as).toBe('<b>x</b>')
      expect(wordsOf(null, { as }), as).toBe('')
      expect(wordsOf(undefined, { as }), as).toBe('')
      expect(wordsOf({ amount: 'x', currency: 'no' }, { as }), as).toBe('{"amount":"x","currency":"no"}')
    }
    expect(wordsOf('2026-99-99', { as: 'date' })).toBe('2026-99-99')
    expect(wordsOf('constructor', { as: 'badge', words: {} })).toBe('constructor')
    expect(wordsOf({ amount: 1, currency: 'not a currency' }, { as: 'money' })).toContain('not a currency')
    expect(wordsOf('x'.repeat(100_000), { as: 'text' }).length).toBe(2000)
  })
})

describe('a figure of a chart', () => {
  it('is a length and its words', () => {
    expect(figureOf(3, 'number')).toEqual({ value: 3, words: '3' })
    expect(figureOf(0.25, 'percent')).toEqual({ value: 0.25, words: '25%' })
    expect(figureOf({ amount: 4500, currency: 'EUR' }, 'money')).toEqual({ value: 4500, words: '€45.00' })
  })

  it('is nought where it is no number', () => {
    for (const value of ['many', null, undefined, {}, Number.POSITIVE_INFINITY])
      expect(figureOf(value, 'number').value, String(value)).toBe(0)
  })
})
