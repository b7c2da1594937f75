const quote = 34
const lineFeed = 10
const carriageReturn = 13

/** One record found at an offset: its cells and where the next record starts. */
export type Scanned = { state: 'whole'; cells: string[]; next: number } | { state: 'broken' } | { state: 'unfinished' }

const broken: Scanned = { state: 'broken' }
const unfinished: Scanned = { state: 'unfinished' }

/**
 * Scans the record that starts at `from` (RFC 4180, any of CRLF, LF and CR ends it).
 *
 * A quote that is not doubled inside a quoted cell is text, as in `"say "hi" twice"`, as long as it
 * cannot be the start of the next cell: after a delimiter or a line break it proves that an earlier
 * quote was never closed, and the record is *broken* rather than merged with its neighbours.
 *
 * @param ended whether `text` holds all that there is; otherwise a record at its end is *unfinished*
 */
export function scanRecord(text: string, from: number, delimiter: number, ended: boolean): Scanned {
  const cells: string[] = []
  let at = from
  for (;;) {
    const isQuoted = text.charCodeAt(at) === quote
    const end = isQuoted ? findClosingQuote(text, at, delimiter, ended) : findCellEnd(text, at, delimiter)
    if (end === neverCloses) return broken
    if (end === notYet || (end === text.length && !ended)) return unfinished
    cells.push(isQuoted ? unquote(text.slice(at + 1, end)) : text.slice(at, end))
    at = isQuoted ? end + 1 : end
    if (text.charCodeAt(at) !== delimiter) break
    at += 1
  }
  const next = skipLineBreak(text, at)
  // A CR at the end may be half of a CRLF.
  return next === text.length && !ended ? unfinished : { state: 'whole', cells, next }
}

function unquote(cell: string): string {
  return cell.includes('"') ? cell.replaceAll('""', '"') : cell
}

/** Finds where the physical line after `from` starts, or -1 while there is none. */
export function findNextLine(text: string, from: number): number {
  const at = findCellEnd(text, from, lineFeed)
  return at === text.length ? -1 : skipLineBreak(text, at)
}

function findCellEnd(text: string, from: number, delimiter: number): number {
  const length = text.length
  for (let at = from; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiter || code === lineFeed || code === carriageReturn) return at
  }
  return length
}

function skipLineBreak(text: string, at: number): number {
  if (at >= text.length) return text.length
  const pair = text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed
  return at + (pair ? 2 : 1)
}

const neverCloses = -1
const notYet = -2

function findClosingQuote(text: string, open: number, delimiter: number, ended: boolean): number {
  let hasTextQuote = false
  let checked = open
  let found = findLoneQuote(text, open + 1)
  while (found + 1 < text.length || ended) {
    if (found === text.length) return neverCloses
    const closes = endsCell(text.charCodeAt(found + 1), delimiter)
    if (closes && !hasTextQuote) return found
    if (hasLineBreak(text, checked, found)) return neverCloses
    if (closes) return found
    if (text.charCodeAt(found - 1) === delimiter) return neverCloses
    hasTextQuote = true
    checked = found
    found = findLoneQuote(text, found + 1)
  }
  return notYet
}

/** Finds a quote that is not doubled, or the end of the text. */
function findLoneQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at !== -1 && text.charCodeAt(at + 1) === quote) at = text.indexOf('"', at + 2)
  return at === -1 ? text.length : at
}

function endsCell(code: number, delimiter: number): boolean {
  return code === delimiter || code === lineFeed || code === carriageReturn || Number.isNaN(code)
}

function hasLineBreak(text: string, from: number, end: number): boolean {
  return /[\r\n]/.test(text.slice(from, end))
}
