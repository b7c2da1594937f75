const longestAddress = 254
const longestLocalPart = 64

/**
 * Gives the key by which two email addresses are the same, or undefined when it is no address.
 *
 * Trimmed, NFC, lower case; `mailto:` and `Ann <ann@example.com>` give the address inside. Dots and
 * `+tags` stay: only Gmail ignores them, and two people must never become one.
 */
export function normalizeEmail(value: string): string | undefined {
  const address = extractAddress(value)
  return address === undefined ? undefined : address.normalize('NFC').toLowerCase()
}

/** Gives the address in a cell as it was typed, without a display name, or undefined. */
export function extractAddress(value: string): string | undefined {
  const typed = value.trim()
  const opened = typed.endsWith('>') ? typed.lastIndexOf('<') : -1
  const inside = opened === -1 ? typed : typed.slice(opened + 1, -1).trim()
  const address = /^mailto:/i.test(inside) ? inside.slice(7) : inside
  return isAddress(address) ? address : undefined
}

const common = /^[a-z0-9._%+-]{1,64}@(?:[a-z0-9]+\.)+[a-z]{2,24}$/i

function isAddress(address: string): boolean {
  if (address.length > longestAddress) return false
  if (common.test(address)) return true
  if (/[\s"(),:;<>[\\\]\p{Cc}]/u.test(address)) return false
  const at = address.indexOf('@')
  if (at < 1 || at > longestLocalPart || at !== address.lastIndexOf('@')) return false
  const labels = address.slice(at + 1).split('.')
  return labels.length > 1 && labels.every(isLabel) && (labels.at(-1) ?? '').length > 1
}

function isLabel(label: string): boolean {
  return /^[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?$/u.test(label)
}
