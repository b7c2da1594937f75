import type { ContactDraft } from '../contact-draft.ts'

/** Put before the first line, it makes Excel read the file as UTF-8. */
export const byteOrderMark = '\ufeff'

const formula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const plainNumber = /^[+-]?\(?\d[\d\s()./-]*$/

/**
 * Writes one line of CSV (RFC 4180, with its line break).
 *
 * A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV Injection),
 * unless it is a plain number or phone number; one that already looks so guarded gets a further
 * one, so that taking one off, as the import does, always gives back what was stored.
 */
export function csvLine(cells: string[]): string {
  const [only] = cells
  // An empty line would be skipped as blank.
  if (cells.length === 1 && only === '') return '""\r\n'
  return `${cells.map((cell) => quoteCell(guardFormula(cell))).join(',')}\r\n`
}

/** The headings of an export; `guessMapping` knows them again. */
export function exportHeader(customKeys: string[]): string[] {
  return [...columns.map(([heading]) => heading), ...customKeys.map((key) => `Custom: ${key}`)]
}

/** The cells of a contact under those headings; lists are joined by semicolons. */
export function exportRow(contact: ContactDraft, customKeys: string[]): string[] {
  const custom = customKeys.map((key) => (Object.hasOwn(contact.custom, key) ? contact.custom[key] : ''))
  return [...columns.map(([, read]) => read(contact) ?? ''), ...custom.map((value) => value ?? '')]
}

const columns: [heading: string, read: (contact: ContactDraft) => string | null][] = [
  ['First name', (contact) => contact.firstName],
  ['Last name', (contact) => contact.lastName],
  ['Email', (contact) => contact.emails.join('; ')],
  ['Phone', (contact) => contact.phones.join('; ')],
  ['Company', (contact) => contact.company],
  ['Job title', (contact) => contact.jobTitle],
  ['Website', (contact) => contact.website],
  ['Street', (contact) => contact.street],
  ['City', (contact) => contact.city],
  ['Region', (contact) => contact.region],
  ['Postal code', (contact) => contact.postalCode],
  ['Country', (contact) => contact.country],
  ['Birthday', (contact) => contact.birthday],
  ['Notes', (contact) => contact.notes],
  ['Tags', (contact) => contact.tags.join('; ')],
]

function guardFormula(cell: string): string {
  return formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell
}

function quoteCell(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
