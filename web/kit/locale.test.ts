import { afterEach, describe, expect, it } from 'vitest'
import { formatDate, formatNumber, relativeTime } from './format.ts'
import { firstWeekday, kindOf, writeAsIn } from './locale.ts'
import { formatMoney, readAmount } from './money.ts'

afterEach(() => writeAsIn(undefined))

describe('the language of numbers, days and money', () => {
  it.each([
    ['en', ['de-DE', 'en-GB'], 'en-GB'],
    ['de', ['en-US'], 'de'],
    ['pt-BR', ['pt-PT'], 'pt-BR'],
    ['zh-Hans', ['zh-TW', 'zh-CN'], 'zh-CN'],
  ])('is of %s the kind that the device speaks (%j): %s', (language, own, kind) => {
    expect(kindOf(language, own)).toBe(kind)
  })

  it('is how they are written and read', () => {
    writeAsIn('de')
    expect(formatNumber(1234.5)).toBe('1.234,5')
    expect(formatDate('2026-11-30T12:00:00Z')).toBe('30.11.2026')
    expect(formatMoney({ amount: 125_000, currency: 'EUR' })).toMatch(/^1\.250,00\s€$/)
    expect(readAmount('1.250', 'EUR')).toBe(125_000)
    expect(firstWeekday()).toBe(1)
    writeAsIn('ja')
    expect(formatDate('2026-11-30T12:00:00Z')).toBe('2026/11/30')
    expect(firstWeekday()).toBe(7)
  })

  it('leaves the words of the pages in theirs', () => {
    writeAsIn('de')
    expect(relativeTime('2026-11-30T12:00:00Z', Date.parse('2026-11-30T12:03:00Z'))).toBe('3 minutes ago')
  })
})
