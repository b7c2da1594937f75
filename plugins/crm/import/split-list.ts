import { extractAddress, normalizeEmail } from '../normalize-email.ts'
import { normalizePhone } from '../normalize-phone.ts'

/** What people write into a cell that they must fill and have nothing for. */
const placeholder = /^(?:[-–—.?]+|n\/?a|none|null)$/i
const systemGroup = /^(?:my ?contacts|other contacts)$/i

/** A list read from one cell: its items, and the first part that is none. */
export type ReadList = { items: string[]; wrong?: string }

/**
 * Reads the email addresses of a cell: one, or several parted by ` ::: ` (Google), semicolons
 * (HubSpot), commas or spaces; `Weber, Ann <ann@example.com>` is one.
 */
export function readEmails(cell: string): ReadList {
  const only = cell.indexOf('@') === cell.lastIndexOf('@') ? extractAddress(cell) : undefined
  if (only !== undefined) return { items: [only] }
  const parts = cell.split(cell.includes('<') || !cell.includes('@') ? / ::: |[;,\n]/ : / ::: |[;,\s]/)
  return readParts(parts, extractAddress)
}

/** Reads the phone numbers of a cell: one, or several parted by ` ::: `, semicolons or lines. */
export function readPhones(cell: string): ReadList {
  return readParts(cell.split(/ ::: |;(?!ext=)|\n/i), (part) => (isPhone(part) ? part : undefined))
}

/** Reads tags parted by ` ::: `, semicolons or lines, or by commas when there is none of those. */
export function readTags(cell: string): string[] {
  const parts = cell.split(/ ::: |[;\n]/)
  return (parts.length > 1 ? parts : cell.split(','))
    .map((part) =>
      part
        .trim()
        .replace(/^\*+ */, '')
        .replace(/\s+/g, ' '),
    )
    .filter((tag) => tag !== '' && !systemGroup.test(tag))
}

/** Says whether a text can be dialled: at least three digits in any script. */
export function isPhone(text: string): boolean {
  return /\p{Nd}.*\p{Nd}.*\p{Nd}/su.test(text)
}

/** Names the kind of a value that stands where an email address or a phone number should. */
export function describeKind(value: string): string {
  if (/^\/o=/i.test(value)) return 'an Exchange address (/o=…)'
  if (/^(?:https?:\/\/|www\.)/i.test(value)) return 'a web address'
  if (normalizeEmail(value) !== undefined) return 'an email address'
  if (value.includes('@')) return 'an incomplete email address'
  if (normalizePhone(value) !== undefined) return 'a phone number'
  return /^\d+$/.test(value) ? 'a number' : 'other text'
}

function readParts(parts: string[], read: (part: string) => string | undefined): ReadList {
  const items: string[] = []
  for (const part of parts) {
    const text = part.replace(invisible, ' ').replace(/\s+/g, ' ').trim()
    if (text === '' || placeholder.test(text)) continue
    const item = read(text)
    if (item === undefined) return { items, wrong: text }
    items.push(item)
  }
  return { items }
}

/** Direction marks that address books on phones put around numbers. */
const invisible = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g
