import type { InferOutput, ObjectSchema } from 'valibot'
import type { Db } from '../sdk/database.ts'
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
  const encoder = new TextEncoder()
  const line = format === 'csv' ? csvLine : jsonLine
  let rows = await selectLedger(db, filter, pageSize, undefined)
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') controller.enqueue(encoder.encode(`${columns.join(',')}\r\n`))
    },
    async pull(controller) {
      const page = rows.slice(0, pageSize)
      const last = page.at(-1)
      if (last !== undefined) controller.enqueue(encoder.encode(page.map(line).join('')))
      if (last === undefined || rows.length <= pageSize) controller.close()
      else rows = await selectLedger(db, filter, pageSize, [last.id])
    },
  })
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
