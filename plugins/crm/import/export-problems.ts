import { and, asc, eq, gt } from 'drizzle-orm'
import type { Db } from '#sdk'
import { csvLine } from '../export/write-csv.ts'
import { importProblems } from '../tables.ts'

const pageSize = 2000

/** Streams the rows that became no contact, each with the reason; pages keep the memory flat however many there are. */
export function exportProblems(db: Db, importId: string, header: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after = 0
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(csvLine([...header, 'Why it was left out'])))
    },
    async pull(controller) {
      const rows = await db
        .select()
        .from(importProblems)
        .where(and(eq(importProblems.importId, importId), gt(importProblems.rowNumber, after)))
        .orderBy(asc(importProblems.rowNumber))
        .limit(pageSize)
      const lines = rows.map(({ cells, reason }) => csvLine([...header.map((_, index) => cells[index] ?? ''), reason]))
      controller.enqueue(encoder.encode(lines.join('')))
      after = rows.at(-1)?.rowNumber ?? after
      if (rows.length < pageSize) controller.close()
    },
  })
}
