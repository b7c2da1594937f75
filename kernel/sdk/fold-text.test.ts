import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from './fold-text.ts'

test.each([
  ['Nadia CHÉRIF', 'nadia cherif'],
  ['Straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['Łódź, Ærø & Đà Nẵng', 'lodz aero da nang'],
  ['İstanbul', 'istanbul'],
  ["  O'Brien-Smith  ", 'o brien smith'],
  ['ｆｕｌｌ　ｗｉｄｔｈ ﬁne', 'full width fine'],
  ['ΟΔΥΣΣΕΎΣ', foldText('Οδυσσεύς')],
  ['Ёлка', 'елка'],
  ['鈴木 愛', '鈴木 愛'],
  ['ガラス', 'ガラス'],
  ['김철수', '김철수'],
  ['हिन्दी', 'हिन्दी'],
])('%j folds to %j', (text, folded) => {
  expect(foldText(text)).toBe(folded)
})

test('folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text))
    }),
  )
})

test('case and accents of composed and decomposed text never matter', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aéèçñüöåßłœ -') }), (text) => {
      expect(foldText(text.normalize('NFD'))).toBe(foldText(text))
      expect(foldText(text.toUpperCase())).toBe(foldText(text))
    }),
  )
})
