const fewestDigits = 6
const mostDigits = 17

/**
 * Gives the key by which two phone numbers are the same, or undefined when there are too few digits
 * (under 6) or too many (over 17, two numbers in one cell) to tell.
 *
 * International numbers become `+` and digits (`0033 …` and `+33 (0)4 …` too). National ones become
 * their digits without leading zeros, so `04 50…` and `450…` meet, but `+33 4 50…` meets them only
 * when `callingCode` (such as `+33`) says which country they are in; guessing it would merge people
 * of two countries. Extensions are dropped; a number with letters in it (`1-800-FLOWERS`) has no key.
 */
export function normalizePhone(value: string, callingCode?: string): string | undefined {
  const number = /^[+\d][\d ().-]*$/.test(value) ? value : toNumber(value)
  if (/\p{L}/u.test(number)) return undefined
  const key = toKey(number, callingCode)
  const length = key.replace('+', '').length
  return length < fewestDigits || length > mostDigits ? undefined : key
}

function toNumber(value: string): string {
  return toWesternDigits(value)
    .replace(extension, '')
    .replace(/^[^\d+]+/, '')
}

function toKey(number: string, callingCode: string | undefined): string {
  const digits = number.replace(/\D/g, '')
  const abroad = number.replace('(0)', '').replace(/\D/g, '')
  if (number.startsWith('+')) return `+${abroad}`
  return digits.startsWith('00') ? `+${abroad.slice(2)}` : toNationalKey(digits, callingCode)
}

function toNationalKey(digits: string, callingCode: string | undefined): string {
  const significant = digits.replace(/^0+/, '')
  if (callingCode === undefined) return significant
  // Italy dials the leading zero from abroad; North America writes its own code without a plus.
  if (callingCode === '+39') return `+39${digits}`
  const hasOwnCode = callingCode === '+1' && significant.length === 11 && significant.startsWith('1')
  return hasOwnCode ? `+${significant}` : `${callingCode}${significant}`
}

const extension = /(?<=\d[\s).-]{0,3})(?:[;,#]|(?:ext|extension|x|poste|dw|durchwahl|anexo)(?!\p{L})).*$/isu

function toWesternDigits(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
}
