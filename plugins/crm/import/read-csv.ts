import { decodeText } from './decode-text.ts'
import { findNextLine, scanRecord } from './scan-record.ts'

/**
 * One record of a CSV file; the first is the header.
 *
 * `number` is the row that a spreadsheet shows: it counts records, blank ones too, not physical
 * lines. A row with a `problem` could not be read; its only cell is the text of its first line.
 */
export type CsvRow = { number: number; cells: string[]; problem?: string }

/** What one record may hold: characters and cells. */
export const csvLimits = { recordLength: 1_048_576, columns: 1_000 }

const reasons = {
  unclosedQuote: 'A quotation mark in this row is opened and never closed',
  tooLong: 'This row is longer than 1 MiB',
  tooManyColumns: `This row has more than ${csvLimits.columns} columns`,
  afterBroken: 'This line follows a row with an unclosed quotation mark and may belong to it',
}
const shownLength = 1_000
const batchLength = 65_536

/**
 * Yields the records of a CSV file one by one, holding one chunk or one record in memory.
 *
 * Reads UTF-8, UTF-16 and windows-1252 (see `decodeText`), commas, semicolons or tabs as the header
 * line shows, and Excel's `sep=` line. Rows without any value are skipped but counted. After a
 * broken row reading goes on at the next line; lines that may be the rest of it are reported too.
 */
export async function* readCsv(stream: ReadableStream<Uint8Array>): AsyncGenerator<CsvRow> {
  const reader = createReader()
  let pending = ''
  let wanted = batchLength
  for await (const text of decodeText(stream)) {
    pending += text
    if (pending.length < wanted) continue
    for (const row of reader.read(pending, false)) yield row
    pending = pending.slice(reader.consumed())
    // Waiting for twice the text keeps a long record from being scanned once a chunk.
    wanted = Math.max(batchLength, pending.length * 2)
  }
  for (const row of reader.read(pending, true)) yield row
}

type Reader = {
  read(text: string, ended: boolean): Generator<CsvRow>
  /** How much of the last text is done with. */
  consumed(): number
}

function createReader(): Reader {
  let at = 0
  let number = 0
  let delimiter = 0
  let skipping = false
  const trust = createTrust()

  function* read(text: string, ended: boolean): Generator<CsvRow> {
    at = 0
    if (delimiter === 0 && !start(text, ended)) return
    while (at < text.length) {
      const row = skipping ? skipLine(text) : readRow(text, ended)
      if (row === undefined) return
      if (row !== 'nothing') yield row
    }
  }

  function start(text: string, ended: boolean): boolean {
    const end = findHeaderEnd(text)
    if (end === text.length && !ended && text.length <= csvLimits.recordLength) return false
    const stated = /^sep=([,;\t])(?:\r\n|\r|\n)/i.exec(text)
    delimiter = (stated?.[1] ?? guessDelimiter(text.slice(0, end))).charCodeAt(0)
    at = stated?.[0].length ?? 0
    return true
  }

  function readRow(text: string, ended: boolean): CsvRow | 'nothing' | undefined {
    const scanned = scanRecord(text, at, delimiter, ended)
    if (scanned.state === 'whole') {
      const tooLong = scanned.next - at > csvLimits.recordLength
      at = scanned.next
      number += 1
      if (tooLong) return reject(number, reasons.tooLong, scanned.cells.join(' '))
      if (scanned.cells.every(isBlank)) return 'nothing'
      return judge({ number, cells: scanned.cells })
    }
    const overLong = text.length - at > csvLimits.recordLength
    if (scanned.state === 'unfinished' && !overLong) return undefined
    return resume(text, ended, overLong)
  }

  /** Reports the record at hand and goes on at the line after its first. */
  function resume(text: string, ended: boolean, overLong: boolean): CsvRow | undefined {
    const next = findNextLine(text, at)
    if (next === -1 && !ended && !overLong) return undefined
    const line = text.slice(at, next === -1 ? undefined : next)
    const unclosed = next !== -1 || !overLong
    skipping = next === -1 && !ended
    at = next === -1 ? text.length : next
    number += 1
    if (unclosed) trust.lose()
    return reject(number, unclosed ? reasons.unclosedQuote : reasons.tooLong, line)
  }

  function skipLine(text: string): 'nothing' {
    const next = findNextLine(text, at)
    skipping = next === -1
    at = skipping ? text.length : next
    return 'nothing'
  }

  function judge(row: CsvRow): CsvRow {
    if (row.cells.length > csvLimits.columns) {
      return reject(row.number, reasons.tooManyColumns, row.cells.slice(0, 20).join(' '))
    }
    return trust.covers(row.cells.length) ? row : reject(row.number, reasons.afterBroken, row.cells.join(' '))
  }

  return { read, consumed: () => at }
}

/**
 * Knows whether a row may stand on its own.
 *
 * The lines after an unclosed quote may be the rest of a long note; taken for contacts they would be
 * rubbish in the address book. Trust returns with a row as wide as the header or the last good row.
 */
function createTrust(): { covers(width: number): boolean; lose(): void } {
  let lost = false
  let headerWidth = 0
  let lastWidth = 0
  return {
    covers(width) {
      if (lost && width !== headerWidth && width !== lastWidth) return false
      lost = false
      if (headerWidth === 0) headerWidth = width
      lastWidth = width
      return true
    },
    lose() {
      lost = headerWidth > 0
    },
  }
}

function reject(number: number, problem: string, text: string): CsvRow {
  return { number, cells: [text.slice(0, shownLength).trimEnd()], problem }
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === ''
}

function findHeaderEnd(text: string): number {
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === '\n' || character === '\r')) return at
  }
  return text.length
}

/** The mark that parts the header most often; on a tie the one that headings hold least often. */
function guessDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  const candidates = ['\t', ';', ','].map((mark) => ({ mark, count: bare.split(mark).length }))
  return candidates.reduce((best, next) => (next.count > best.count ? next : best)).mark
}
