import { trimText } from '../trim-text.ts'

const guarded = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/**
 * Gives a cell's text, trimmed, and without the apostrophe that keeps a spreadsheet from taking it
 * for a formula.
 */
export function cleanCell(cell: string): string {
  const trimmed = trimText(cell)
  return trimmed.startsWith("'") && guarded.test(trimmed) ? trimText(trimmed.slice(1)) : trimmed
}

/** Gives a cell's text on one line. */
export function cleanLine(cell: string): string {
  const text = cleanCell(cell)
  return /[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text
}
