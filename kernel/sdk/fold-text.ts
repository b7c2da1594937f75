const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'g')

/**
 * Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. The vowel signs of Indic
 * scripts and Thai and the voicing marks of kana are letters to their readers and stay.
 */
const accents =
  /(?=\p{Mn})(?![\u3099\u309a])[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Cyrillic}]/gu
const separators = /[\p{P}\p{S}\p{Z}\p{C}]+/gu

/**
 * Gives what search compares: lower case, no accents, punctuation as single spaces, `ß` as `ss`.
 *
 * Full-width and ligature forms fold to plain ones (NFKD); folding twice changes nothing.
 */
export function foldText(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text
  return text
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(special, (letter) => letters[letter] ?? letter)
    .normalize('NFC')
    .replace(separators, ' ')
    .trim()
}
