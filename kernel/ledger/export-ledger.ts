import type { InferOutput, ObjectSchema } from 'valibot'
import type { Db } from '../sdk/database.ts'
import { streamText } from '../sdk/stream-text.ts'
import { type LedgerFilter, selectLedger } from './read-ledger.ts'

type Filter = InferOutput<ObjectSchema<typeof LedgerFilter, undefined>>
type Entry = Awaited<ReturnType<typeof selectLedger>>[number]

const pageSize = 1000
const columns = ['id', 'at', 'actor', 'actorName', 'action', 'subject', 'data', 'requestId', 'address'] as const

/**
 * Streams all matching records, the newest first, as NDJSON or CSV; pages of 1,000 keep the memory flat.
 *
 * The first page is read before anything is answered: a filter that the database refuses is still a refusal then.
 */
export async function exportLedger(
  db: Db,
  filter: Filter,
  format: 'ndjson' | 'csv',
): Promise<ReadableStream<Uint8Array>> {
  const first = await selectLedger(db, filter, pageSize, undefined)
  return streamText(writeLedger(db, filter, format, first))
}

async function* writeLedger(
  db: Db,
  filter: Filter,
  format: 'ndjson' | 'csv',
  first: readonly Entry[],
): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  for (let rows = first; ; ) {
    const page = rows.slice(0, pageSize)
    yield page.map(format === 'csv' ? csvLine : jsonLine).join('')
    const last = page.at(-1)
    if (last === undefined || rows.length <= pageSize) return
    rows = await selectLedger(db, filter, pageSize, [last.id])
  }
}

function jsonLine(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`
}

function csvLine(entry: Entry): string {
  const texts = {
    ...entry,
    data: JSON.stringify(entry.data),
    at: entry.at.toISOString(),
    actorName: entry.actorName ?? '',
  }
  return `${columns.map((column) => csvCell(texts[column])).join(',')}\r\n`
}

/** RFC 4180, with an apostrophe before what a spreadsheet would take for a formula. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
