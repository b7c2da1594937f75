import { describe, expect, it } from 'vitest'
import { formatMoney, minorDigits, readAmount, writeAmount } from './money.ts'

describe('an amount that a person types', () => {
  it.each([
    ['1250', 'EUR', 'en-US', 125_000],
    ['1,250.50', 'EUR', 'en-US', 125_050],
    ['1.250,50', 'EUR', 'en-US', 125_050],
    ['1.250,50', 'EUR', 'de-DE', 125_050],
    ['1.250', 'EUR', 'de-DE', 125_000],
    ['1,250', 'EUR', 'en-US', 125_000],
    ['1.5', 'EUR', 'de-DE', 150],
    ['12,5', 'EUR', 'en-US', 1250],
    ['€ 12', 'EUR', 'en-US', 1200],
    ['1 250,00 €', 'EUR', 'fr-FR', 125_000],
    ["1'250.50", 'CHF', 'de-CH', 125_050],
    ['1.234.567', 'EUR', 'de-DE', 123_456_700],
    ['.5', 'EUR', 'en-US', 50],
    ['-5', 'EUR', 'en-US', -500],
    ['-0.5', 'EUR', 'en-US', -50],
    ['1200', 'JPY', 'ja-JP', 1200],
    ['1.500', 'KWD', 'en-US', 1500],
    ['1.00', 'JPY', 'en-US', 1],
  ])('%s (%s, %s) is %d in minor units', (typed, currency, locale, minor) => {
    expect(readAmount(typed, currency, locale)).toBe(minor)
  })

  it.each(['', 'abc', '1-2', '1.2.3,4,5', '--1', '1.234', '99999999999999999999'])(
    'is refused rather than guessed: %s',
    (typed) => {
      expect(readAmount(typed, 'EUR', 'en-US')).toBeNull()
    },
  )

  it('is the same after it was written and read again', () => {
    for (const locale of ['en-US', 'de-DE', 'fr-FR'])
      for (const [currency, amount] of [
        ['EUR', 125_050],
        ['JPY', 1250],
        ['KWD', 1_250_505],
      ] as const)
        expect(readAmount(writeAmount(amount, currency, locale), currency, locale)).toBe(amount)
  })
})

describe('money', () => {
  it('has the digits of its currency', () => {
    expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3])
    expect(formatMoney({ amount: 125_050, currency: 'EUR' })).toMatch(/1.?250.50/)
  })
})
